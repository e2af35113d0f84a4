import Coordinator
import Documents
import ProblemModel
import ReferenceSolver
import SweepStore

extension CommandFault {
    /// An error of a module as the command tells it; nil where it is none that we know.
    init?(_ error: any Error) {
        switch error {
        case let fault as CommandFault:
            self = fault
        case let fault as Diagnostics:
            self.init(fault.isMissingFile ? .missingInput : .wrongInput, rendered: fault.rendered)
        case let fault as StoreFault:
            let status = ExitStatus(rawValue: fault.exitCode) ?? .internalFault
            self.init(status, fault.message, hint: fault.hint)
        case let fault as QueryFault:
            self.init(.refused, rendered: fault.rendered)
        case let fault as ProblemFault:
            self.init(.wrongInput, fault.message, hint: fault.hint)
        case let fault as PreparationFault:
            self.init(.wrongInput, fault.message, hint: fault.hint)
        case let fault as SpoolFault:
            self.init(
                .cannotWrite, fault.description,
                hint: "free space or permissions, then 'titrate resume': what is committed is kept")
        default:
            return nil
        }
    }
}
