#pragma once

#include <QFrame>

class QToolButton;

namespace attenscope {

class ImageCanvas;

/// What to do first, on a card at the right of the picture, which makes room for it: nothing of the
/// map is covered. Where the stage is too small for both it says the same in a line above it.
class HintCard : public QFrame {
    Q_OBJECT

public:
    explicit HintCard(ImageCanvas& stage);

    /// Shows the card as soon as there is room, or takes it away for good.
    void setWanted(bool isWanted);

    bool isWanted() const { return isWanted_; }

    /// The line that stands in for the card. To be put above the stage.
    QWidget* strip() { return strip_; }

Q_SIGNALS:
    void understood(); ///< it need not be shown again
    void samplesRequested();
    void keysRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildStrip();
    void addLine(const QString& what, const QString& why);
    void updateIcon();
    void place();

    ImageCanvas& stage_;
    QToolButton* close_;
    QFrame* strip_;
    bool isWanted_ = false;
};

} // namespace attenscope
