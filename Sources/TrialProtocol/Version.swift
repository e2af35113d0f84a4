/// The version of Titrate, one for all of its programs.
public let titrateVersion = "0.1.0"
