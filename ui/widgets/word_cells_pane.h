#pragma once

#include <QFrame>

#include "ui/widgets/word_pane.h"

class QLabel;

namespace attenscope {

/// What a patch looks at, as large as the picture that it stands beside: a field of words, its
/// heading and its scale. A sign on its left edge says that both show one focus.
class WordCellsPane : public QFrame {
    Q_OBJECT

public:
    explicit WordCellsPane(QWidget* parent = nullptr);

    void setContent(const WordPane::Content& content);

    WordStripView* cells() { return cells_; }

    QSize minimumSizeHint() const override { return {260, 200}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* title_;
    QLabel* place_;
    QLabel* note_;
    WordStripView* cells_;
    ColourBarView* bar_;
};

} // namespace attenscope
