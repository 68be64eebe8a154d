#include <nlohmann/json.hpp>

#include "ui/figure/figure.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace attenscope {

namespace {

using Json = nlohmann::ordered_json;

Json selectionJson(const Selection& selection)
{
    return {{"direction", directionId(selection.direction)},
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

} // namespace

QByteArray figureRecipe(const FigureRequest& request)
{
    const Trace& trace = *request.trace;
    const Provenance& from = trace.provenance;
    const Json recipe{
        {"schema", "attenscope-figure/1"},
        {"engine", from.engineVersion},
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
        {"selection", selectionJson(request.selection)},
        {"style", styleJson(request.style)},
    };
    // A path may hold bytes that are no UTF-8; they become U+FFFD instead of an exception.
    return QByteArray::fromStdString(
        recipe.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace attenscope
