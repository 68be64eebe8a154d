#include "ui/state/command_text.h"

#include <string_view>

namespace attenscope {

namespace {

/// Options and their values behind a command.
class CommandText {
public:
    explicit CommandText(std::string command) : text_(std::move(command)) {}

    void add(const char* option, const std::string& value)
    {
        text_ += std::string(" ") + option + " " + shellWord(value);
    }

    void addGiven(const char* option, const std::string& value)
    {
        if (!value.empty()) {
            add(option, value);
        }
    }

    void addFlag(const char* option) { text_ += std::string(" ") + option; }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

void addModule(CommandText& command, const ModuleSetup& setup)
{
    command.add("--module", setup.weights.string());
    if (setup.prefix) {
        command.add("--prefix", *setup.prefix);
    }
    command.addGiven("--query", setup.query);
    command.addGiven("--context", setup.context);
    command.addGiven("--value", setup.value);
    if (setup.heads) {
        command.add("--heads", std::to_string(*setup.heads));
    }
    if (setup.asks) {
        command.add("--query-is", *setup.asks == Modality::Text ? "text" : "image");
    }
    if (setup.grid) {
        command.add("--grid",
                    std::to_string(setup.grid->rows) + "x" + std::to_string(setup.grid->columns));
    }
    if (setup.batchOrder) {
        command.add("--batch-order", *setup.batchOrder == BatchOrder::First ? "first" : "second");
    }
    command.addGiven("--mask", setup.mask);
    if (!setup.mask.empty() && setup.maskMeaning == MaskMeaning::TrueKeeps) {
        command.add("--mask-true", "keeps");
    }
    if (setup.addsZeroAttention) {
        command.addFlag("--add-zero-attn");
    }
}

void addPicture(CommandText& command, const RunRequest& request)
{
    if (!request.picture || request.picture->isPlain) {
        return;
    }
    if (request.picture->file.empty()) {
        throw Error({.id = "E_USAGE_MISSING",
                     .file = request.picture->name,
                     .place = "--image",
                     .expected = "an image that is a file",
                     .found = "one that is none",
                     .remedy = "Save it as a file and open that."});
    }
    command.add("--image", request.picture->file.string());
}

} // namespace

std::string shellWord(const std::string& text)
{
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789_-./:=@%+,";
    if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) {
        return text;
    }
    std::string quoted = "'";
    for (const char letter : text) {
        quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    }
    return quoted + "'";
}

std::string runCommandText(const RunRequest& request)
{
    CommandText command("attenscope run");
    if (request.module) {
        addModule(command, *request.module);
    } else {
        command.add("--model", request.model.string());
    }
    addPicture(command, request);
    command.addGiven("--regions", request.regionsFile.string());
    if (!request.module || !request.caption.empty()) {
        command.add("--caption", request.caption);
    }
    if (request.mode) {
        command.add("--mode", std::string(modeId(*request.mode)));
    }
    for (const HeadId& head : request.intervention.headsOff) {
        command.add("--ablate",
                    head.kind + "/" + std::to_string(head.layer) + ":" + std::to_string(head.head));
    }
    for (const int word : request.intervention.maskedWords) {
        command.add("--mask-words", std::to_string(word));
    }
    for (const int unit : request.intervention.maskedUnits) {
        command.add("--mask-units", std::to_string(unit));
    }
    return command.take();
}

} // namespace attenscope
