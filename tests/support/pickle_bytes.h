#pragma once

#include "tests/support/zip_bytes.h"

#include <cstdint>
#include <string>
#include <vector>

/// Opcodes of protocol 2, by what they push.
namespace attenscope::pickled {

inline std::string text(const std::string& value)
{
    return "X" + littleEndian(value.size(), 4) + value;
}

inline std::string integer(std::int64_t value)
{
    return std::string("\x8a\x08") + littleEndian(static_cast<std::uint64_t>(value), 8);
}

inline std::string name(const std::string& module, const std::string& attribute)
{
    return "c" + module + "\n" + attribute + "\n";
}

inline std::string tuple(const std::vector<std::string>& items)
{
    std::string bytes = "(";
    for (const std::string& item : items) {
        bytes += item;
    }
    return bytes + "t";
}

inline std::string integers(const std::vector<std::int64_t>& values)
{
    std::vector<std::string> items;
    for (const std::int64_t value : values) {
        items.push_back(integer(value));
    }
    return tuple(items);
}

inline std::string
storage(std::int64_t count, const std::string& key = "0", const std::string& type = "FloatStorage")
{
    return tuple({text("storage"), name("torch", type), text(key), text("cpu"), integer(count)}) +
           "Q";
}

/// What a tensor takes of its storage.
struct View {
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape{4};
    std::vector<std::int64_t> strides{1};
};

inline std::string tensor(const std::string& from, const View& view = {})
{
    return name("torch._utils", "_rebuild_tensor_v2") +
           tuple({from, integer(view.offset), integers(view.shape), integers(view.strides), "\x89",
                  name("collections", "OrderedDict") + ")R"}) +
           "R";
}

} // namespace attenscope::pickled
