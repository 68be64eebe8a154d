#include <QImage>
#include <QPainter>
#include <QTest>

#include "ui/figure/depth_plot.h"

#include <cmath>

using namespace attenscope;

namespace {

const QRectF kArea(0, 0, 600, 300);

DepthPlot somePlot()
{
    DepthPlot plot;
    plot.statistic = *findStatistic("entropy-share");
    plot.table.heads = {{0.2, 0.4}, {0.5, 0.7}, {0.9, 0.5}};
    plot.table.layers = {0.3, 0.6, 0.7};
    return plot;
}

QImage painted(const DepthPlot& plot)
{
    QImage image(kArea.size().toSize(), QImage::Format_RGB32);
    image.fill(theme(ThemeKind::Light).panel);
    QPainter painter(&image);
    paintDepthPlot(painter, kArea, plot, theme(ThemeKind::Light));
    return image;
}

} // namespace

class DepthPlotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbers_stand_where_the_axis_says();
    void the_mean_is_drawn_through_its_numbers();
    void the_axis_starts_at_0_and_ends_at_a_round_number();
    void a_layer_without_a_number_is_a_gap();
    void points_find_their_layer();
    void texts_say_mean_head_and_spread();
    void many_heads_become_a_band();
    void nothing_at_all_is_drawn_without_harm();
};

void DepthPlotTest::numbers_stand_where_the_axis_says()
{
    const DepthPlotLayout layout = depthPlotLayout(kArea, somePlot());
    QCOMPARE(layout.bottom, 0.0);
    QCOMPARE(layout.top, 1.0);
    QCOMPARE(layout.y(0), layout.plot.bottom());
    QCOMPARE(layout.y(1), layout.plot.top());
    QCOMPARE(layout.y(0.5), layout.plot.center().y());
    QCOMPARE(layout.x(1), layout.plot.center().x());
    QVERIFY(kArea.contains(layout.plot));
    QCOMPARE(layout.ticks.front().text, QString("0"));
    QCOMPARE(layout.ticks.back().value, 1.0);
}

void DepthPlotTest::the_mean_is_drawn_through_its_numbers()
{
    const DepthPlot plot = somePlot();
    const DepthPlotLayout layout = depthPlotLayout(kArea, plot);
    const QImage image = painted(plot);
    for (int layer = 0; layer < 3; ++layer) {
        const QPointF at(layout.x(layer),
                         layout.y(plot.table.layers[static_cast<std::size_t>(layer)]));
        QCOMPARE(image.pixelColor(at.toPoint()), theme(ThemeKind::Light).text1);
    }
    // Halfway between two layers, halfway between their numbers.
    const QPointF between(layout.x(0.5), layout.y(0.45));
    QVERIFY(image.pixelColor(between.toPoint()).lightness() < 150);

    DepthPlot chosen = plot;
    chosen.layer = 1;
    chosen.head = 0;
    const QImage marked = painted(chosen);
    QCOMPARE(marked.pixelColor(QPointF(layout.x(1), layout.y(0.5)).toPoint()),
             theme(ThemeKind::Light).accent);
    QCOMPARE(marked.pixelColor(QPointF(layout.x(1) + 20, layout.plot.bottom() - 5).toPoint()),
             theme(ThemeKind::Light).accentSoft);
    QVERIFY(image.pixelColor(QPointF(layout.x(1) + 20, layout.plot.bottom() - 5).toPoint()) !=
            theme(ThemeKind::Light).accentSoft);
}

void DepthPlotTest::the_axis_starts_at_0_and_ends_at_a_round_number()
{
    DepthPlot plot = somePlot();
    plot.statistic = *findStatistic("distance");
    plot.table.heads = {{83.0, 131.0}};
    plot.table.layers = {107};
    const DepthPlotLayout layout = depthPlotLayout(kArea, plot);
    QCOMPARE(layout.bottom, 0.0);
    QCOMPARE(layout.top, layout.ticks.back().value);
    QVERIFY(layout.top >= 131);
    QVERIFY(layout.top < 200);
    plot.table.heads = {{-0.5, 0.25}}; // a cosine
    plot.table.layers = {-0.125};
    QVERIFY(depthPlotLayout(kArea, plot).bottom <= -0.5);
}

void DepthPlotTest::a_layer_without_a_number_is_a_gap()
{
    DepthPlot plot = somePlot();
    const double none = std::nan("");
    plot.table.heads[1] = {none, none};
    plot.table.layers[1] = none;
    const DepthPlotLayout layout = depthPlotLayout(kArea, plot);
    const QImage image = painted(plot);
    // Neither dots nor a line between the neighbours.
    for (int y = qRound(layout.plot.top()) + 2; y < qRound(layout.plot.bottom()) - 2; ++y) {
        QVERIFY(image.pixelColor(qRound(layout.x(1)), y).lightness() > 150);
    }
}

void DepthPlotTest::points_find_their_layer()
{
    const DepthPlotLayout layout = depthPlotLayout(kArea, somePlot());
    const double y = layout.plot.center().y();
    QCOMPARE(layout.layerAt({layout.plot.left() + 1, y}), std::optional(0));
    QCOMPARE(layout.layerAt({layout.x(1), y}), std::optional(1));
    QCOMPARE(layout.layerAt({layout.plot.right() - 1, y}), std::optional(2));
    QVERIFY(!layout.layerAt({layout.plot.left() - 5, y}));
    QVERIFY(!layout.layerAt({layout.x(1), layout.plot.bottom() + 5}));
    QVERIFY(!depthPlotLayout(kArea, {}).layerAt({300, 100}));
}

void DepthPlotTest::texts_say_mean_head_and_spread()
{
    DepthPlot plot = somePlot();
    QCOMPARE(depthTexts(plot, 1), (QStringList{"layer 1", "mean 0.600", "heads: 0.500 to 0.700"}));
    plot.head = 1;
    QCOMPARE(depthTexts(plot, 2),
             (QStringList{"layer 2", "mean 0.700", "head 1: 0.500", "heads: 0.500 to 0.900"}));
    plot.statistic = *findStatistic("entropy");
    QVERIFY(depthTexts(plot, 0).contains("mean 0.300 nat"));
}

void DepthPlotTest::many_heads_become_a_band()
{
    DepthPlot plot = somePlot();
    for (std::vector<double>& layer : plot.table.heads) {
        layer.assign(20, 0.25);
        layer.front() = 0.75;
    }
    plot.table.layers = {0.3, 0.3, 0.3};
    const DepthPlotLayout layout = depthPlotLayout(kArea, plot);
    const QImage image = painted(plot);
    const QColor band = theme(ThemeKind::Light).line;
    const auto colour = [&](double number) {
        return image.pixelColor(QPointF(layout.x(0.7), layout.y(number)).toPoint());
    };
    QCOMPARE(colour(0.6), band);
    QCOMPARE(colour(0.45), band);
    QVERIFY(colour(0.13) != band);
}

void DepthPlotTest::nothing_at_all_is_drawn_without_harm()
{
    DepthPlot empty;
    empty.statistic = *findStatistic("entropy");
    empty.layer = 3;
    empty.head = 2;
    empty.pointed = 5;
    QVERIFY(!painted(empty).isNull());
    QCOMPARE(depthTexts(empty, 0), QStringList{"layer 0"});
    DepthPlot alone = somePlot();
    alone.table.heads = {{std::nan("")}};
    alone.table.layers = {std::nan("")};
    alone.pointed = 0;
    QVERIFY(!painted(alone).isNull());
}

QTEST_MAIN(DepthPlotTest)
#include "depth_plot_test.moc"
