#include "engine/models/task_head.h"

#include "engine/base/listed.h"

#include <algorithm>

namespace attenscope {

namespace {

bool isBetweenDots(std::string_view name, std::string_view part)
{
    for (std::size_t at = name.find(part); at != std::string_view::npos;
         at = name.find(part, at + 1)) {
        const std::size_t end = at + part.size();
        if ((at == 0 || name[at - 1] == '.') && (end == name.size() || name[end] == '.')) {
            return true;
        }
    }
    return false;
}

} // namespace

TensorNames::TensorNames(const ModelFolder& folder) : shapes_(folder.tensorShapes()) {}

bool TensorNames::has(std::string_view part) const
{
    return std::ranges::any_of(
        shapes_, [&](const auto& tensor) { return isBetweenDots(tensor.first, part); });
}

std::int64_t TensorNames::rowsOf(std::string_view name) const
{
    const auto found = std::ranges::find_if(shapes_, [&](const auto& tensor) {
        return tensor.first.ends_with(name) && isBetweenDots(tensor.first, name);
    });
    return found == shapes_.end() || found->second.empty() ? 0 : found->second.front();
}

std::string_view requireHead(const LoadContext& context, std::span<const TaskHead> heads)
{
    const TensorNames names(context.folder);
    const auto classes = context.config.texts("/architectures", std::vector<std::string>{});
    const TaskHead* found = nullptr;
    for (const TaskHead& head : heads) {
        const bool isNamed = !classes.empty() && head.architecture == classes.front();
        if ((found == nullptr || (isNamed && !head.isBare)) && head.isThere(names)) {
            found = &head;
        }
    }
    if (found != nullptr) {
        return found->architecture;
    }
    std::vector<std::string> known;
    for (const TaskHead& head : heads) {
        if (std::ranges::find(known, head.architecture) == known.end()) {
            known.emplace_back(head.architecture);
        }
    }
    throw Error({.id = "E_MODEL_UNSUPPORTED",
                 .file = context.config.file(),
                 .place = "/architectures/0",
                 .expected = "the tensors of " + listed(known),
                 .found = classes.empty() ? "none of them" : classes.front(),
                 .remedy = "Choose a checkpoint with a supported head."});
}

Warning twoPicturesWarning()
{
    return {.id = "W_TWO_PICTURES",
            .text =
                "This checkpoint's head compares two pictures (NLVR2). What it looks at in one is "
                "shown, without that head's answer."};
}

} // namespace attenscope
