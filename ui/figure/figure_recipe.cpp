#include <nlohmann/json.hpp>

#include "ui/figure/figure.h"
#include "ui/figure/fonts.h"
#include "ui/figure/language.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace attenscope {

namespace {

using Json = nlohmann::ordered_json;

Json selectionJson(const FigureRequest& request)
{
    const Selection& selection = request.selection;
    Json json{{"direction", directionId(selection.direction)},
              {"kind", selection.kind},
              {"first_layer", selection.firstLayer},
              {"last_layer", selection.lastLayer},
              {"head", selection.head ? Json(*selection.head) : Json()},
              {"aggregation", selection.aggregation},
              {"focus", selection.focus},
              {"focus_pieces", selection.pieces},
              {"special", specialTokensId(selection.special)},
              {"joint_rows", jointRowsId(selection.jointRows)},
              {"pieces", selection.showsPieces}};
    if (!request.otherFocus.empty()) {
        json["other_focus"] = request.otherFocus;
        json["other_focus_pieces"] = request.otherPieces;
    }
    return json;
}

Json styleJson(const FigureStyle& style)
{
    return {{"kind", figureKindInfo(style.kind).id},
            {"frame_ms", style.frameMs},
            {"scale", scaleId(style.scale)},
            {"colormap", style.colourTable},
            {"signed_colormap", style.signedTable},
            {"overlay", overlayId(style.overlay)},
            {"opacity", style.opacity},
            {"smooth", style.isSmooth},
            {"grid", style.showsGrid},
            {"theme", themeId(style.theme)},
            {"size", {style.size.width(), style.size.height()}},
            {"dpi", style.dpi},
            {"colour_bar", style.hasColourBar},
            {"legend", style.hasLegend},
            {"words", style.hasWords},
            {"embed_image", style.embedsPicture}};
}

/// What was changed in the run, by the indices of its tokens, units and heads.
Json interventionJson(const Trace& trace)
{
    const auto indices = [](const std::vector<bool>& flags) {
        Json result = Json::array();
        for (std::size_t i = 0; i < flags.size(); ++i) {
            if (flags[i]) {
                result.push_back(i);
            }
        }
        return result;
    };
    Json heads = Json::array();
    for (const HeadId& head : trace.headsOff) {
        heads.push_back({{"kind", head.kind}, {"layer", head.layer}, {"head", head.head}});
    }
    Json words = Json::array();
    for (std::size_t w = 0; w < trace.tokens.words.size(); ++w) {
        const std::vector<int>& tokens = trace.tokens.words[w].tokens;
        if (std::ranges::any_of(tokens, [&](int token) {
                const auto t = static_cast<std::size_t>(token);
                return t < trace.isTokenMasked.size() && trace.isTokenMasked[t];
            })) {
            words.push_back(w);
        }
    }
    return {{"masked_words", words},
            {"masked_tokens", indices(trace.isTokenMasked)},
            {"masked_units", indices(trace.isUnitMasked)},
            {"heads_off", heads}};
}

/// What was run, and what of it is looked at.
Json momentJson(const FigureRequest& request)
{
    const Trace& trace = *request.trace;
    const Provenance& from = trace.provenance;
    return {
        {"model",
         {{"name", from.modelName},
          {"family", from.modelFamily},
          {"path", from.modelPath},
          {"module", request.origin.module.empty() ? Json() : Json(request.origin.module)},
          {"sha256", from.modelDigest.value()}}},
        {"mode", from.mode},
        {"standing", from.standing},
        {"caption", trace.tokens.caption},
        {"image",
         {{"path", request.origin.imagePath},
          {"sha256", request.origin.imageDigest},
          {"width", request.picture.width()},
          {"height", request.picture.height()}}},
        {"regions", request.origin.regionsPath},
        {"intervention", interventionJson(trace)},
        {"selection", selectionJson(request)},
        {"style", styleJson(request.style)},
    };
}

/// The families that a text is drawn with: of each of its letters once.
Json fontsJson(const QString& texts)
{
    QString letters;
    for (const char32_t letter : texts.toUcs4()) {
        const QString text = QString::fromUcs4(&letter, 1);
        if (QChar::isPrint(letter) && !letters.contains(text)) {
            letters += text;
        }
    }
    Json fonts = Json::array();
    for (const QString& family : familiesUsedFor(letters)) {
        fonts.push_back(family.toStdString());
    }
    return fonts;
}

} // namespace

QByteArray figureRecipe(const FigureRequest& request, const QString& texts)
{
    Json recipe{{"schema", "attenscope-figure/1"},
                {"engine", request.trace->provenance.engineVersion},
                {"view", figureViewInfo(request.view).id},
                {"language", currentLanguage()},
                {"fonts", fontsJson(texts)}};
    if (request.view == FigureView::FullMatrix) {
        recipe["matrix_blocks"] = request.blocks == MatrixBlocks::All ? "all" : "one";
    }
    if (request.view == FigureView::Depth) {
        recipe["statistic"] = request.statistic;
    }
    recipe.update(momentJson(request));
    if (request.view == FigureView::Compare && request.compared) {
        recipe["pinned"] = momentJson(*request.compared);
    }
    // A path may hold bytes that are no UTF-8; they become U+FFFD instead of an exception.
    return QByteArray::fromStdString(
        recipe.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace attenscope
