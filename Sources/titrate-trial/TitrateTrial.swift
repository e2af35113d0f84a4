@main
struct TitrateTrial {
    static func main() {}
}
