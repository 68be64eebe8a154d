#include "engine/io/npy_header.h"

#include "engine/base/limits.h"

#include <charconv>
#include <set>
#include <stdexcept>

namespace attenscope {

namespace {

/// Takes a literal apart from left to right.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    /// Whether `word` comes next; takes it.
    bool accept(std::string_view word)
    {
        skipBlanks();
        if (!text_.starts_with(word)) {
            return false;
        }
        text_.remove_prefix(word.size());
        return true;
    }

    void expect(std::string_view word)
    {
        if (!accept(word)) {
            throw std::invalid_argument("\"" + std::string(word) + "\"");
        }
    }

    std::string quoted()
    {
        const char quote = accept("'") ? '\'' : accept("\"") ? '"' : '\0';
        const std::size_t end = quote == '\0' ? std::string_view::npos : text_.find(quote);
        if (end == std::string_view::npos) {
            throw std::invalid_argument("a quoted text");
        }
        std::string result(text_.substr(0, end));
        text_.remove_prefix(end + 1);
        return result;
    }

    std::int64_t number()
    {
        skipBlanks();
        std::int64_t value = -1;
        const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
        if (error != std::errc() || value < 0) {
            throw std::invalid_argument("a whole number from 0");
        }
        text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
        return value;
    }

    void expectEnd()
    {
        skipBlanks();
        if (!text_.empty()) {
            throw std::invalid_argument("nothing after the dictionary but blanks");
        }
    }

private:
    void skipBlanks()
    {
        while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\n')) {
            text_.remove_prefix(1);
        }
    }

    std::string_view text_;
};

std::vector<std::int64_t> shape(Scanner& scanner)
{
    std::vector<std::int64_t> extents;
    scanner.expect("(");
    while (!scanner.accept(")")) {
        if (extents.size() == limits::kTensorRank) {
            throw std::invalid_argument("at most " + std::to_string(limits::kTensorRank) +
                                        " extents");
        }
        extents.push_back(scanner.number());
        if (!scanner.accept(",")) {
            scanner.expect(")");
            break;
        }
    }
    return extents;
}

} // namespace

NpyDescription parseNpyDescription(std::string_view text)
{
    NpyDescription description;
    std::set<std::string> seen;
    Scanner scanner(text);
    scanner.expect("{");
    while (!scanner.accept("}")) {
        const std::string key = scanner.quoted();
        if (!seen.insert(key).second) {
            throw std::invalid_argument("each key once");
        }
        scanner.expect(":");
        if (key == "descr") {
            description.type = scanner.quoted();
        } else if (key == "fortran_order") {
            description.isFortranOrder = scanner.accept("True");
            if (!description.isFortranOrder) {
                scanner.expect("False");
            }
        } else if (key == "shape") {
            description.shape = shape(scanner);
        } else {
            throw std::invalid_argument("descr, fortran_order and shape");
        }
        if (!scanner.accept(",")) {
            scanner.expect("}");
            break;
        }
    }
    scanner.expectEnd();
    if (seen.size() != 3) {
        throw std::invalid_argument("descr, fortran_order and shape");
    }
    return description;
}

} // namespace attenscope
