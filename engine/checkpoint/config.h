#pragma once

#include "engine/base/export.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attenscope {

/// A JSON object from a file (config.json and the like), read field by field with checks.
/// Fields are named by JSON pointers ("/text_config/hidden_size"). Every accessor throws
/// E_CONFIG_FIELD for a missing field without a fallback or for another JSON type, and
/// E_CONFIG_RANGE for a number outside its range. null counts as missing.
class ATTENSCOPE_EXPORT Config {
public:
    struct Range {
        double minimum;
        double maximum;
    };

    /// Throws E_CONFIG_FIELD for a syntax error, a duplicate key, a BOM, comments, NaN literals, or
    /// anything but an object, and E_LIMIT_DEPTH for too deep nesting.
    static Config parse(std::string_view json, std::string file);

    /// Of a model without such a file: no field is there. file  what messages call it
    static Config absent(std::string file);

    bool isAbsent() const;

    bool contains(const std::string& pointer) const;
    std::int64_t
    integer(const std::string& pointer, std::optional<std::int64_t> fallback, Range range) const;
    double number(const std::string& pointer, std::optional<double> fallback, Range range) const;
    std::string text(const std::string& pointer, std::optional<std::string> fallback) const;
    bool boolean(const std::string& pointer, std::optional<bool> fallback) const;
    std::vector<double> numbers(const std::string& pointer,
                                std::optional<std::vector<double>> fallback) const;
    std::vector<std::string> texts(const std::string& pointer,
                                   std::optional<std::vector<std::string>> fallback) const;

    /// A whole number that was asked for.
    struct Reading {
        std::string pointer;
        std::int64_t value;
        bool isDefault; ///< the file does not have it
    };

    /// All that `integer` gave so far, once each: what explains a size that does not fit.
    /// Configs are read by one thread.
    const std::vector<Reading>& integersRead() const;

    bool isObject(const std::string& pointer) const;
    bool isNumber(const std::string& pointer) const;
    std::size_t size(const std::string& pointer) const;              ///< of a list
    std::vector<std::string> keys(const std::string& pointer) const; ///< of an object, in order

    const std::string& file() const { return file_; }

private:
    struct Document;
    Config(std::shared_ptr<const Document> document, std::string file);

    std::shared_ptr<const Document> document_;
    std::string file_;
};

} // namespace attenscope
