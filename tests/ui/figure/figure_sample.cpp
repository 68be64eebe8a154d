#include "tests/ui/figure/figure_sample.h"

#include <QPainter>

#include "engine/trace/trace_builder.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace attenscope {

namespace {

Tokens tokensOf(const std::vector<std::string>& words)
{
    Tokens tokens;
    const auto add = [&](const std::string& text, bool isSpecial, std::size_t begin) {
        const int index = tokens.size();
        tokens.tokens.push_back({.id = index,
                                 .text = text,
                                 .begin = begin,
                                 .end = begin + (isSpecial ? 0 : text.size()),
                                 .word = index,
                                 .isSpecial = isSpecial});
        tokens.words.push_back({.text = text, .tokens = {index}, .isSpecial = isSpecial});
    };
    add("[CLS]", true, 0);
    for (const std::string& word : words) {
        tokens.caption += tokens.caption.empty() ? "" : " ";
        add(word, false, tokens.caption.size());
        tokens.caption += word;
    }
    add("[SEP]", true, 0);
    return tokens;
}

ImageGeometry geometryOf(const HillOptions& options)
{
    constexpr int kPatch = 16;
    ImageGeometry geometry{.originalWidth = options.imageWidth,
                           .originalHeight = options.imageHeight,
                           .resizedWidth = kPatch * options.gridColumns,
                           .resizedHeight = kPatch * options.gridRows,
                           .inputWidth = kPatch * options.gridColumns,
                           .inputHeight = kPatch * options.gridRows};
    if (options.isCentreCropped) {
        const double scale = static_cast<double>(geometry.inputHeight) /
                             std::min(options.imageWidth, options.imageHeight);
        geometry.resizedWidth = static_cast<int>(std::lround(scale * options.imageWidth));
        geometry.resizedHeight = static_cast<int>(std::lround(scale * options.imageHeight));
        geometry.cropX = (geometry.resizedWidth - geometry.inputWidth) / 2;
        geometry.cropY = (geometry.resizedHeight - geometry.inputHeight) / 2;
    }
    return geometry;
}

/// A hill whose middle and width depend on word, head and layer.
float hill(const VisualUnit& unit, const VisualUnits& units, int word, int head, int layer)
{
    if (unit.kind == VisualUnit::Kind::Special) {
        return 0.6F;
    }
    const double x = (unit.column + 0.5) / units.gridColumns;
    const double y = (unit.row + 0.5) / units.gridRows;
    const double centreX = 0.27 + 0.11 * (word % 3 - 1) + 0.13 * head;
    const double centreY = 0.42 + 0.07 * (word % 5 - 2) + 0.05 * layer;
    const double width = 0.08 + 0.02 * (word % 4);
    const double distance = std::hypot(x - centreX, y - centreY) / width;
    return static_cast<float>(0.02 + std::exp(-distance * distance / 2));
}

Matrix normalised(Matrix weights)
{
    for (Index row = 0; row < weights.rows(); ++row) {
        weights.row(row) /= weights.row(row).sum();
    }
    return weights;
}

} // namespace

Trace hillTrace(const HillOptions& options)
{
    Trace trace;
    trace.tokens = tokensOf(options.words);
    trace.units = patchGrid(geometryOf(options), 16, options.hasClassUnit);
    trace.isTokenMasked.assign(static_cast<std::size_t>(trace.tokens.size()), false);
    trace.isUnitMasked.assign(static_cast<std::size_t>(trace.units.size()), false);
    const Index words = trace.tokens.size();
    const Index units = trace.units.size();
    TraceBuilder builder(AttentionKeeping::Weights);
    for (int layer = 0; layer < options.layers; ++layer) {
        SiteRecorder& textToImage = builder.open({.kind = "cross_text_to_image",
                                                  .layer = layer,
                                                  .heads = options.heads,
                                                  .query = Axis::textOnly(words),
                                                  .key = Axis::imageOnly(units),
                                                  .weightPrefix = {}});
        SiteRecorder& imageToText = builder.open({.kind = "cross_image_to_text",
                                                  .layer = layer,
                                                  .heads = options.heads,
                                                  .query = Axis::imageOnly(units),
                                                  .key = Axis::textOnly(words),
                                                  .weightPrefix = {}});
        for (int head = 0; head < options.heads; ++head) {
            Matrix weights(words, units);
            for (Index word = 0; word < words; ++word) {
                for (Index unit = 0; unit < units; ++unit) {
                    weights(word, unit) = hill(trace.units.units[static_cast<std::size_t>(unit)],
                                               trace.units, static_cast<int>(word), head, layer);
                }
            }
            imageToText.record(head, normalised(weights.transpose()));
            textToImage.record(head, normalised(std::move(weights)));
        }
    }
    std::tie(trace.sites, trace.attention) = builder.finish();
    trace.provenance = {.modelName = "scenes",
                        .modelFamily = "attenscope_scenes",
                        .modelPath = "models/scenes",
                        .modelDigest = std::string(
                            "3f9c5f8b2d1e4a6079c8b7a6f5e4d3c2b1a0918273645566778899aabbcca21e"),
                        .mode = "hybrid",
                        .standing = "as trained",
                        .engineVersion = "0.1.0"};
    return trace;
}

QImage shapesPicture(int width, int height)
{
    QImage picture(width, height, QImage::Format_RGB888);
    picture.fill(QColor(0xC9D3DD));
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(width / 100.0, height / 100.0);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0xE03A33));
    painter.drawEllipse(QRectF(16, 30, 23, 23));
    painter.setBrush(QColor(0x2E5BC9));
    painter.drawRect(QRectF(51, 34, 33, 33));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0x2FA05A), 4));
    painter.drawEllipse(QRectF(72, 8, 16, 16));
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0xF2C12E));
    painter.drawPolygon(QPolygonF({{38, 70}, {49, 92}, {27, 92}}));
    return picture;
}

FigureRequest sampleRequest()
{
    FigureRequest request;
    request.trace = std::make_shared<const Trace>(hillTrace({.hasClassUnit = true}));
    request.picture = shapesPicture(512, 512);
    request.selection.focus = {3};
    request.selection.head = 1;
    request.style.size = {960, 720};
    request.style.dpi = 96;
    request.origin = {.imagePath = "pictures/é \"1\".png", .imageDigest = "00ff"};
    return request;
}

VisualUnits evenUnits()
{
    return hillTrace({.imageWidth = 480, .imageHeight = 480}).units;
}

Map steppedMap(const VisualUnits& units)
{
    Map map;
    for (int u = 0; u < units.size(); ++u) {
        map.values.push_back(static_cast<float>((37 * u) % 101) / 100);
        map.states.push_back(Map::KeyState::Shown);
    }
    return map;
}

OverlayView wholeView(const QImage& picture, QSize size)
{
    return {.source = QRectF(picture.rect()), .size = size};
}

int channelDifference(const QColor& a, const QColor& b)
{
    return std::max({std::abs(a.red() - b.red()), std::abs(a.green() - b.green()),
                     std::abs(a.blue() - b.blue())});
}

double luminanceOf(const QColor& colour)
{
    const auto linear = [](int channel) {
        const double s = channel / 255.0;
        return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red()) + 0.7152 * linear(colour.green()) +
           0.0722 * linear(colour.blue());
}

double contrastOf(const QColor& a, const QColor& b)
{
    const double x = luminanceOf(a) + 0.05;
    const double y = luminanceOf(b) + 0.05;
    return std::max(x, y) / std::min(x, y);
}

} // namespace attenscope
