#include "app/model_report.h"

#include <sstream>

namespace attenscope {

namespace {

std::string joined(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() ? "" : ", ") + part;
    }
    return text;
}

void line(std::ostream& text, const std::string& label, const std::string& value)
{
    if (!value.empty()) {
        const std::string padding(label.size() < 14 ? 14 - label.size() : 1, ' ');
        text << label << padding << escapedForDisplay(value, 4096) << '\n';
    }
}

std::string counted(int count, const std::string& what)
{
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string stackText(const StackInfo& stack)
{
    return stack.kind + ": " + counted(stack.layers, "layer") + ", " +
           counted(stack.heads, "head") + " each";
}

} // namespace

std::string modelText(const Model& model)
{
    const ModelInfo& info = model.info();
    std::ostringstream text;
    line(text, "model", info.name);
    line(text, "family", info.family + " (" + info.architecture + ")");
    line(text, "folder", info.path.string());
    line(text, "weights",
         std::to_string(info.parameters) + " parameters, sha256 " + info.digest.value());
    const std::string picture = "picture " + std::to_string(info.imageWidth) + " x " +
                                std::to_string(info.imageHeight) + " pixels";
    line(text, "input",
         (info.needsRegions ? "a detector's regions (--regions FILE)" : picture) + ", at most " +
             counted(info.maximumTokens, "token"));
    line(text, "tokenizer", info.tokenizer.empty() ? "" : "of " + info.tokenizer);
    line(text, "tasks", joined(info.tasks));
    std::vector<std::string> fusions;
    for (const FusionInfo& fusion : info.fusions) {
        fusions.push_back(fusion.id + " (" + fusion.name + ")");
    }
    line(text, "match by", joined(fusions));
    for (const std::string& fact : info.facts) {
        line(text, "sizes", fact);
    }
    for (const ModeStanding& mode : info.modes) {
        line(text, "mode",
             std::string(modeId(mode.mode)) + ": " + std::string(standingName(mode.standing)) +
                 (mode.mode == info.nativeMode ? ", native" : "") +
                 (mode.reason.empty() ? "" : ": " + mode.reason));
        if (mode.standing != Standing::Unavailable) {
            for (const StackInfo& stack : model.stacks(mode.mode)) {
                line(text, "", stackText(stack));
            }
        }
    }
    line(text, "note", info.notice);
    return text.str();
}

Json modelJson(const Model& model)
{
    const ModelInfo& info = model.info();
    Json modes = Json::array();
    for (const ModeStanding& mode : info.modes) {
        Json sites = Json::array();
        if (mode.standing != Standing::Unavailable) {
            for (const StackInfo& stack : model.stacks(mode.mode)) {
                sites.push(Json::object()
                               .set("kind", stack.kind)
                               .set("layers", stack.layers)
                               .set("heads", stack.heads));
            }
        }
        modes.push(Json::object()
                       .set("mode", modeId(mode.mode))
                       .set("standing", standingName(mode.standing))
                       .set("native", mode.mode == info.nativeMode)
                       .set("reason", mode.reason)
                       .set("sites", std::move(sites)));
    }
    Json fusions = Json::array();
    for (const FusionInfo& fusion : info.fusions) {
        fusions.push(Json::object().set("id", fusion.id).set("name", fusion.name));
    }
    Json warnings = Json::array();
    for (const Warning& warning : info.warnings) {
        warnings.push(Json::object().set("id", warning.id).set("text", warning.text));
    }
    return Json::object()
        .set("what", "model")
        .set("name", info.name)
        .set("family", info.family)
        .set("architecture", info.architecture)
        .set("path", info.path.string())
        .set("sha256", info.digest.value())
        .set("parameters", info.parameters)
        .set("needs_regions", info.needsRegions)
        .set("tokenizer", info.tokenizer)
        .set("image_width", info.imageWidth)
        .set("image_height", info.imageHeight)
        .set("maximum_tokens", info.maximumTokens)
        .set("tasks", Json::list(info.tasks))
        .set("fusions", std::move(fusions))
        .set("facts", Json::list(info.facts))
        .set("modes", std::move(modes))
        .set("notice", info.notice)
        .set("warnings", std::move(warnings));
}

} // namespace attenscope
