#pragma once

#include <QFrame>

#include "ui/figure/colour_bar.h"
#include "ui/widgets/word_strip_view.h"

class QLabel;
class QScrollArea;

namespace attenscope {

/// A horizontal colour bar with its numbers.
class ColourBarView : public QWidget, public AccessibleTable {
    Q_OBJECT

public:
    explicit ColourBarView(QWidget* parent = nullptr);

    void setBar(const ColourBar& bar);

    // AccessibleTable: rows are the ends of the scale and what is pointed at, the column its unit.
    int tableRows() const override;
    int tableColumns() const override;
    QString tableRowName(int row) const override;
    QString tableColumnName(int column) const override;
    TableCell tableCell(int row, int column) const override;

    void pressTableCell(const TablePlace& /*place*/) override {} // nothing to be chosen

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ColourBar bar_;
};

/// A sentence on hatching: there is nothing to be drawn, and why.
class AbsenceBand : public QWidget {
    Q_OBJECT

public:
    explicit AbsenceBand(QWidget* parent = nullptr);

    void setText(const QString& text);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text_;
};

/// The caption's words under the picture, with a heading, a scale, or the reason why they are not
/// shaded.
class WordPane : public QFrame {
    Q_OBJECT

public:
    struct Content {
        WordStripView::Content strip;
        QString title;
        QString place;
        QString note;                 ///< hidden mass
        QString absence;              ///< empty if the words are shaded
        std::optional<double> marker; ///< number to point at on the scale
    };

    explicit WordPane(QWidget* parent = nullptr);

    void setContent(const Content& content);

    WordStripView* strip() { return strip_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitHeight();

    QLabel* title_;
    QLabel* place_;
    QLabel* note_;
    WordStripView* strip_;
    QScrollArea* scroll_;
    ColourBarView* bar_;
    AbsenceBand* absence_;
};

/// The words' scale.
ColourBar wordBar(const WordPane::Content& content);

} // namespace attenscope
