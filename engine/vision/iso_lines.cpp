#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "engine/vision/raster.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace attenscope {

namespace {

/// Where the level is crossed beside a pixel that reaches it: the mean over its neighbours that
/// don't. Nothing if the pixel has none, only the edge or pixels without a number.
std::optional<RasterPoint> crossingAt(const Raster& raster, const cv::Point& pixel, float level)
{
    constexpr std::array<std::pair<int, int>, 4> kNeighbours{{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}};
    const float own = raster.at(pixel.x, pixel.y);
    double dx = 0;
    double dy = 0;
    int count = 0;
    for (const auto& [stepX, stepY] : kNeighbours) {
        const int x = pixel.x + stepX;
        const int y = pixel.y + stepY;
        if (x < 0 || y < 0 || x >= raster.width || y >= raster.height) {
            continue;
        }
        const float other = raster.at(x, y);
        if (other < level) { // false for NaN
            const double share =
                static_cast<double>(own - level) / static_cast<double>(own - other);
            dx += stepX * share;
            dy += stepY * share;
            ++count;
        }
    }
    if (count == 0) {
        return std::nullopt;
    }
    return RasterPoint{pixel.x + 0.5 + dx / count, pixel.y + 0.5 + dy / count};
}

/// One border, cut where it runs along the edge.
void addLines(const Raster& raster,
              const std::vector<cv::Point>& border,
              float level,
              std::vector<std::vector<RasterPoint>>& lines)
{
    std::vector<std::optional<RasterPoint>> points;
    std::size_t start = border.size(); // behind a gap, if there is one
    for (std::size_t i = 0; i < border.size(); ++i) {
        points.push_back(crossingAt(raster, border[i], level));
        start = points.back() ? start : i;
    }
    const bool isClosed = start == border.size();
    std::vector<RasterPoint> line;
    for (std::size_t step = 0; step <= border.size(); ++step) {
        const auto& point = points[(start + step) % border.size()];
        if (point) {
            line.push_back(*point);
        } else if (line.size() > 1) {
            lines.push_back(std::exchange(line, {}));
        } else {
            line.clear();
        }
    }
    if (isClosed && line.size() > 2) {
        lines.push_back(std::move(line));
    }
}

} // namespace

std::vector<std::vector<RasterPoint>> isoLines(const Raster& raster, float level)
{
    cv::Mat reaches(raster.height, raster.width, CV_8U);
    std::transform(raster.values.begin(), raster.values.end(), reaches.ptr<std::uint8_t>(),
                   [level](float value) { // NaN does not
                       return static_cast<std::uint8_t>(value >= level ? 1 : 0);
                   });
    std::vector<std::vector<cv::Point>> borders;
    cv::findContours(reaches, borders, cv::RETR_LIST, cv::CHAIN_APPROX_NONE);
    std::vector<std::vector<RasterPoint>> lines;
    for (const std::vector<cv::Point>& border : borders) {
        addLines(raster, border, level, lines);
    }
    return lines;
}

} // namespace attenscope
