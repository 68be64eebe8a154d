#pragma once

#include <QImage>
#include <QWidget>

#include "engine/analysis/map.h"
#include "engine/trace/trace.h"
#include "ui/figure/figure_style.h"

#include <optional>
#include <string>
#include <vector>

namespace attenscope {

/// Every head of every layer as a small map; one is chosen, or a whole layer when heads are put
/// together. Arrow keys move the choice.
class HeadMatrix : public QWidget {
    Q_OBJECT

public:
    struct Content {
        TracePtr trace;
        std::string kind; ///< of the heads; those of it that the trace names as off are hatched
        bool canSwitch = false;             ///< whether heads of this kind can be switched off
        std::vector<std::vector<Map>> maps; ///< [layer][head]
        ScaleRange range;                   ///< not used with a scale per map
        FigureStyle style;
        int layer = 0;
        std::optional<int> head; ///< nothing: the whole layer
    };

    explicit HeadMatrix(QWidget* parent = nullptr);

    void setContent(Content content);

    /// Where a head's map is drawn, in widget pixels.
    QRectF cell(int layer, int head) const;

    bool hasHeightForWidth() const override { return true; }

    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

    QSize minimumSizeHint() const override { return {160, 80}; }

Q_SIGNALS:
    void headChosen(int layer, int head);
    void layerChosen(int layer); ///< its heads put together
    void switchRequested(int layer, int head, bool isOff);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Measures {
        double side = 0; ///< of a map
        double pitchX = 0;
        double pitchY = 0;
        bool hasNumbers = false;
    };

    int layers() const { return static_cast<int>(content_.maps.size()); }

    int heads() const
    {
        return content_.maps.empty() ? 0 : static_cast<int>(content_.maps.front().size());
    }

    Measures measures(int width) const;
    std::optional<std::pair<int, int>> headAt(const QPointF& point) const;
    bool isOff(int layer, int head) const;
    void showMenu(int layer, int head, const QPoint& globalPosition);
    void renderThumbnails();
    void paintOffSign(QPainter& painter, const QRectF& box) const;
    void paintLabels(QPainter& painter, const Measures& measures) const;
    void paintChoice(QPainter& painter) const;
    QString textOf(int layer, int head) const;
    void describe();

    Content content_;
    std::vector<std::vector<QImage>> thumbnails_; ///< empty: to be drawn anew
    bool showsFocus_ = false;
};

} // namespace attenscope
