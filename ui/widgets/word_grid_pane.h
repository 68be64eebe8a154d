#pragma once

#include <QWidget>

#include "ui/figure/colour_bar.h"
#include "ui/widgets/word_grid_view.h"

class QLabel;
class QScrollArea;

namespace attenscope {

class AbsenceBand;
class ColourBarView;

/// The grid of words with its heading and its scale, or the reason why there is none.
class WordGridPane : public QWidget {
    Q_OBJECT

public:
    struct Content {
        WordGridView::Content grid;
        QString title;   ///< "Every word → image"
        QString place;   ///< "layer 2, head 1"
        QString note;    ///< "one scale for all 10 maps"
        QString meaning; ///< what the numbers are
        QString hint;    ///< how to read it
        QString absence; ///< why maps of words are missing; empty: nothing is missing
        std::optional<ColourBar> bar;
    };

    explicit WordGridPane(QWidget* parent = nullptr);

    void setContent(const Content& content);

    WordGridView* grid() { return grid_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLabel* title_;
    QLabel* place_;
    QLabel* note_;
    AbsenceBand* absence_;
    WordGridView* grid_;
    QScrollArea* scroll_;
    QLabel* meaning_;
    QLabel* hint_;
    ColourBarView* bar_;
};

} // namespace attenscope
