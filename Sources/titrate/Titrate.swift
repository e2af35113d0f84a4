@main
struct Titrate {
    static func main() {}
}
