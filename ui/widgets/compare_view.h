#pragma once

#include <QString>
#include <QWidget>

#include "ui/figure/figure.h"

#include <optional>

class QBoxLayout;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace attenscope {

class ComparePicture;
class Document;
class NumbersTable;

/// What the view of two views shows.
struct CompareContent {
    enum class State {
        NothingPinned,
        Running, ///< A is run again
        Failed,  ///< A could not be run again
        NoMap,   ///< A or B has no such attention
        Ready
    };
    State state = State::NothingPinned;
    QString message;                      ///< what to do, or why nothing is drawn
    std::optional<FigureRequest> request; ///< B with A; only where it is ready
    std::optional<int> mark;              ///< B's unit that is chosen
    QString timing;                       ///< "A ran in 402 ms, B in 231 ms"
};

CompareContent compareContent(const Document& document);

/// Two views side by side with their signed difference, and their numbers in tables below.
class CompareView : public QWidget {
    Q_OBJECT

public:
    explicit CompareView(QWidget* parent = nullptr);

    void setContent(const CompareContent& content);

    /// The key that pins, for the sentence that stands there while nothing is pinned; empty: none.
    void setPinKey(const QString& key);

    ComparePicture* picture() { return picture_; }

    /// Pins, swaps, goes back: stands beside the tabs.
    QWidget* tools() { return tools_; }

    /// Whether the heads' column stands beside the comparison.
    void setHeadsShown(bool areShown);

Q_SIGNALS:
    void pinRequested();
    void unpinRequested();
    void swapRequested();
    void backRequested();
    void retryRequested();
    void headsRequested(bool areShown);
    void unitClicked(int unit, bool adds);
    void wordClicked(int word, bool adds);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void buildTools();
    QWidget* buildMessage();
    QWidget* buildComparison();
    void showNumbers();

    QString pinKey_;
    CompareContent content_;
    QWidget* tools_;
    QPushButton* pin_ = nullptr;
    QPushButton* swap_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* unpin_ = nullptr;
    QPushButton* heads_ = nullptr;
    QLabel* timing_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    QLabel* message_ = nullptr;
    QPushButton* action_ = nullptr; ///< pins, or runs A again
    ComparePicture* picture_ = nullptr;
    QBoxLayout* parts_ = nullptr;  ///< the picture and the tables
    QBoxLayout* tables_ = nullptr; ///< below the picture, or beside it in a low window
    QWidget* numbers_ = nullptr;   ///< that the tables stand in
    NumbersTable* maps_ = nullptr;
    NumbersTable* outputs_ = nullptr;
    NumbersTable* agreement_ = nullptr;
};

} // namespace attenscope
