#pragma once

#include "ui/widgets/section.h"

#include <vector>

class QToolButton;

namespace attenscope {

/// What the user has changed about the run, each with a way to take it back.
class InterventionsPanel : public Section {
    Q_OBJECT

public:
    struct Item {
        bool isWord = false;
        int index = 0;
        QString text; ///< "word “red” masked"
    };

    explicit InterventionsPanel(QWidget* parent = nullptr);

    void setItems(const std::vector<Item>& items, bool canUndo);

Q_SIGNALS:
    void removeRequested(bool isWord, int index);
    void undoRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeRow(const Item& item);
    void rebuild();

    QToolButton* undo_;
    QLabel* empty_;
    QVBoxLayout* rows_;
    QWidget* list_ = nullptr;
    std::vector<Item> items_;
};

} // namespace attenscope
