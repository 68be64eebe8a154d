#pragma once

#include "engine/checkpoint/header_bytes.h"
#include "engine/checkpoint/safetensors_header.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Receives the header's JSON piece by piece and lets through only what the format allows.
class SafetensorsHandler {
public:
    SafetensorsHandler(const HeaderBytes& bytes, const std::string& file)
        : bytes_(bytes), file_(file)
    {
    }

    SafetensorsHeader take() { return std::move(header_); }

    // What nlohmann's parser calls; each returns whether to go on. Its names, not ours.
    bool null() { refuse("null"); }

    bool boolean(bool value) { refuse(value ? "true" : "false"); }

    bool number_integer(std::int64_t value) // NOLINT(readability-identifier-naming): the parser's
    {
        refuse(std::to_string(value));
    }

    bool number_unsigned(std::uint64_t value); // NOLINT(readability-identifier-naming): as above

    bool number_float(double, const std::string& text) // NOLINT(readability-identifier-naming)
    {
        refuse(text);
    }

    bool string(std::string& value);

    bool binary(std::vector<std::uint8_t>&) { refuse("binary data"); }

    bool start_object(std::size_t); // NOLINT(readability-identifier-naming): as above
    bool key(std::string& name);
    bool end_object();             // NOLINT(readability-identifier-naming): as above
    bool start_array(std::size_t); // NOLINT(readability-identifier-naming): as above
    bool end_array();              // NOLINT(readability-identifier-naming): as above
    bool parse_error(std::size_t,  // NOLINT(readability-identifier-naming): as above
                     const std::string& lastToken,
                     const std::exception& reason);

private:
    enum class Where { Start, Root, Metadata, Tensor, Shape, Offsets };

    [[noreturn]] void fail(std::string id, std::string expected, std::string found) const;
    [[noreturn]] void refuse(std::string found) const;
    void deepen();
    void keepMetadata(std::string value);
    void finishTensor();

    const HeaderBytes& bytes_;
    const std::string& file_;
    SafetensorsHeader header_;
    SafetensorsEntry tensor_;
    std::vector<std::uint64_t> offsets_;
    std::optional<std::string> name_; ///< of the tensor, or "__metadata__"
    std::string field_;               ///< of the tensor or of the metadata
    std::vector<std::string> fields_; ///< of this tensor, so far
    Where where_ = Where::Start;
    int depth_ = 0;
    std::uint64_t metadataBytes_ = 0;
    bool hasMetadata_ = false;
};

} // namespace attenscope
