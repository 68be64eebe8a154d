#include "ui/state/command_text.h"

#include <QLocale>
#include <QString>

#include "ui/figure/language.h"
#include "ui/state/moment.h"

#include <optional>
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

    void addEach(const char* option, const std::vector<int>& values)
    {
        for (const int value : values) {
            add(option, std::to_string(value));
        }
    }

    void addWord(const std::string& word) { text_ += " " + shellWord(word); }

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

/// What is run: the options that `run` and `figure` share.
void addSample(CommandText& command, const RunRequest& request)
{
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
}

/// "0.68": as short as it can be read back.
std::string shortNumber(double number)
{
    return QString::number(number, 'g', QLocale::FloatingPointShortest).toStdString();
}

std::string layersText(const Selection& selection)
{
    return selection.firstLayer == selection.lastLayer
               ? std::to_string(selection.firstLayer)
               : std::to_string(selection.firstLayer) + "-" + std::to_string(selection.lastLayer);
}

/// What of the run is looked at; what a sheet or an animation goes through is left out.
void addSelection(CommandText& command, const FigureRequest& figure)
{
    const Selection& selection = figure.selection;
    const FigureKindInfo& kind = figureKindInfo(figure.style.kind);
    command.add("--direction", std::string(directionId(selection.direction)));
    command.addGiven("--kind", selection.kind);
    if (kind.series != Series::Heads && kind.series != Series::Layers) {
        command.add("--layer", layersText(selection));
    }
    if (kind.series != Series::Heads && selection.head) {
        command.add("--head", std::to_string(*selection.head));
    } else if (kind.series != Series::Heads) {
        command.add("--aggregate", selection.aggregation);
    }
    const bool isText = asksFromText(selection.direction);
    if (kind.series != Series::Words || !kind.isAnimation) {
        command.addEach(isText ? "--words" : "--units", selection.focus);
        command.addEach("--tokens", selection.pieces);
        command.addEach(isText ? "--units" : "--words", figure.otherFocus);
        command.addEach("--tokens", figure.otherPieces);
    }
    if (selection.special != Selection().special) {
        command.add("--special", std::string(specialTokensId(selection.special)));
    }
    if (selection.jointRows != Selection().jointRows) {
        command.add("--rows", std::string(jointRowsId(selection.jointRows)));
    }
    if (selection.showsPieces) {
        command.addFlag("--pieces");
    }
}

/// What B has of its own; A's selection stands in the command already.
void addCompared(CommandText& command, const Selection& a, const Selection& b)
{
    const bool isOtherDirection = a.direction != b.direction;
    if (isOtherDirection) {
        command.add("--compare-direction", std::string(directionId(b.direction)));
    }
    if (isOtherDirection || a.kind != b.kind) {
        command.addGiven("--compare-kind", b.kind);
    }
    if (layersText(a) != layersText(b)) {
        command.add("--compare-layer", layersText(b));
    }
    if (a.head != b.head) {
        command.add("--compare-head", b.head ? std::to_string(*b.head) : "all");
    }
    if (!b.head && (a.head || a.aggregation != b.aggregation)) {
        command.add("--compare-aggregate", b.aggregation);
    }
    if (isOtherDirection || a.focus != b.focus || a.pieces != b.pieces) {
        command.addEach(asksFromText(b.direction) ? "--compare-words" : "--compare-units", b.focus);
        command.addEach("--compare-tokens", b.pieces);
        if (b.focus.empty()) {
            command.addFlag("--compare-every-query");
        }
    }
    if (a.special != b.special) {
        command.add("--compare-special", std::string(specialTokensId(b.special)));
    }
    if (a.jointRows != b.jointRows) {
        command.add("--compare-rows", std::string(jointRowsId(b.jointRows)));
    }
    if (a.showsPieces != b.showsPieces) {
        command.addFlag(b.showsPieces ? "--compare-pieces" : "--compare-whole-words");
    }
}

/// The view, and what it has of its own.
void addView(CommandText& command, const FigureRequest& figure)
{
    if (figure.view != FigureView::Image) {
        command.add("--view", std::string(figureViewInfo(figure.view).id));
    }
    if (figure.view == FigureView::FullMatrix && figure.blocks != FigureRequest().blocks) {
        command.add("--blocks", "one");
    }
    if (figure.view == FigureView::Depth) {
        command.add("--statistic", figure.statistic);
    }
    const bool hasOtherTable = figure.view == FigureView::Compare &&
                               figure.style.signedTable != FigureStyle().signedTable &&
                               !scaleInfo(figure.style.scale).isSigned;
    if (hasOtherTable) { // else --colormap names it
        command.add("--difference-colormap", figure.style.signedTable);
    }
    if (const std::string language = currentLanguage(); language != languages().front().id) {
        command.add("--language", language);
    }
}

void addStyle(CommandText& command, const FigureStyle& style)
{
    const FigureStyle usual;
    if (style.scale != usual.scale) {
        command.add("--scale", std::string(scaleId(style.scale)));
    }
    const bool isSigned = scaleInfo(style.scale).isSigned;
    const std::string& table = isSigned ? style.signedTable : style.colourTable;
    if (table != (isSigned ? usual.signedTable : usual.colourTable)) {
        command.add("--colormap", table);
    }
    if (style.overlay != usual.overlay) {
        command.add("--overlay", std::string(overlayId(style.overlay)));
    }
    if (style.opacity != usual.opacity) {
        command.add("--opacity", shortNumber(style.opacity));
    }
    if (style.isSmooth) {
        command.addFlag("--smooth");
    }
    if (style.showsGrid) {
        command.addFlag("--patch-grid");
    }
}

void addPage(CommandText& command, const FigureStyle& style, bool areWordsKeys)
{
    const FigureStyle usual;
    const FigureKindInfo& kind = figureKindInfo(style.kind);
    if (kind.series) {
        command.add(kind.isAnimation ? "--animate" : "--sheet",
                    std::string(seriesId(*kind.series)));
    }
    if (kind.isAnimation && style.frameMs != usual.frameMs) {
        constexpr double kMsPerSecond = 1000;
        command.add("--frame-time", shortNumber(style.frameMs / kMsPerSecond));
    }
    if (style.size != usual.size) {
        command.add("--size",
                    std::to_string(style.size.width()) + "x" + std::to_string(style.size.height()));
    }
    if (style.dpi != usual.dpi) {
        command.add("--dpi", shortNumber(style.dpi));
    }
    if (style.theme != usual.theme) {
        command.add("--theme", std::string(themeId(style.theme)));
    }
    const auto addFlag = [&](bool isOn, const char* option) {
        if (isOn) {
            command.addFlag(option);
        }
    };
    addFlag(!style.hasLegend, "--no-legend");
    addFlag(!style.hasWords && !areWordsKeys, "--no-words");
    addFlag(!style.hasColourBar, "--no-colour-bar");
    addFlag(!style.hasMetadata, "--no-metadata");
    addFlag(style.embedsPicture && style.hasMetadata, "--embed-image");
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
    addSample(command, request);
    return command.take();
}

namespace {

constexpr const char* kFolderA = "attenscope-a"; ///< of the recorded runs of a comparison
constexpr const char* kFolderB = "attenscope-b";

std::string recordingText(const RunRequest& request, const char* folder)
{
    CommandText command(runCommandText(request));
    command.add("--out", folder);
    command.addFlag("--quiet");
    return command.take() + " && ";
}

void addLook(CommandText& command, const FigureRequest& figure, const std::string& file)
{
    const bool areWordsKeys = !looksAtImage(figure.selection.direction) ||
                              (figure.compared && figure.view == FigureView::Compare &&
                               !looksAtImage(figure.compared->selection.direction));
    addView(command, figure);
    addStyle(command, figure.style);
    addPage(command, figure.style, areWordsKeys);
    command.add("--out", file);
}

} // namespace

std::string
figureCommandText(const RunRequest& request, const FigureRequest& figure, const std::string& file)
{
    CommandText command("attenscope figure");
    addSample(command, request);
    addSelection(command, figure);
    addLook(command, figure, file);
    return command.take();
}

std::string comparisonCommandText(const RunRequest& a,
                                  const RunRequest& b,
                                  const FigureRequest& figure,
                                  const std::string& file)
{
    const bool isOneRun = isSameRun(a, b);
    CommandText command(
        (isOneRun ? std::string() : recordingText(a, kFolderA) + recordingText(b, kFolderB)) +
        "attenscope figure");
    if (isOneRun) {
        addSample(command, a);
    } else {
        command.addWord(kFolderA);
        command.add("--compare", kFolderB);
    }
    addSelection(command, *figure.compared);
    addCompared(command, figure.compared->selection, figure.selection);
    addLook(command, figure, file);
    return command.take();
}

} // namespace attenscope
