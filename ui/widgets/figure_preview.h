#pragma once

#include <QFrame>
#include <QImage>
#include <QString>

#include "ui/figure/figure.h"
#include "ui/state/run_worker.h"

#include <optional>

namespace attenscope {

/// A page as it will be exported, small. Drawn away from the UI thread; until the new one is there
/// the old one stays.
class FigurePreview : public QFrame {
    Q_OBJECT

public:
    explicit FigurePreview(QWidget* parent = nullptr);

    /// Nothing: there is nothing to export.
    void setFigure(std::optional<FigureRequest> figure);

    /// Whether what was set last can be exported; false until it has been drawn.
    bool isGood() const { return isGood_; }

    QString problem() const { return problem_; }

    const QImage& image() const { return image_; }

    QSize sizeHint() const override { return {560, 460}; }

    QSize minimumSizeHint() const override { return {240, 200}; }

Q_SIGNALS:
    void drawn(); ///< the picture, or why there is none

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void draw();
    void show(const QImage& image, const QString& problem);

    std::optional<FigureRequest> figure_;
    QImage image_;
    QString problem_;
    bool isGood_ = false;
    RunWorker worker_;
};

} // namespace attenscope
