#include "engine/io/output_error.h"

#include <system_error>
#include <utility>

namespace attenscope {

Error outputError(const std::filesystem::path& target, std::string found)
{
    return Error({.id = "E_OUTPUT",
                  .file = target.string(),
                  .place = {},
                  .expected = "a place that can be written to",
                  .found = std::move(found),
                  .remedy = {}});
}

Error outputError(const std::filesystem::path& target, int error)
{
    return outputError(target, "\"" + std::generic_category().message(error) + "\"");
}

Error existsError(const std::filesystem::path& target)
{
    return Error({.id = "E_OUTPUT",
                  .file = target.string(),
                  .place = {},
                  .expected = "a new name",
                  .found = "one that exists",
                  .remedy = "Choose another name, or overwrite it with --force."});
}

} // namespace attenscope
