#pragma once

#include "ui/widgets/overlay_panel.h"

class QLineEdit;
class QListWidget;

namespace attenscope {

class Actions;

/// A field and the commands that answer what is typed in it, the best first, each with its key.
/// Enter does the chosen one.
class CommandPalette : public OverlayPanel {
    Q_OBJECT

public:
    CommandPalette(Actions& actions, QWidget& window);

    void open() override;

    QLineEdit* field() { return field_; }

    /// The commands that are listed, the best first.
    QStringList listed() const;

protected:
    QSize wantedSize() const override { return {560, 420}; }

    QWidget* firstFocus() override;

    bool isAtTop() const override { return true; }

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void move(int by);
    void trigger();

    Actions& actions_;
    QLineEdit* field_;
    QListWidget* list_;
};

} // namespace attenscope
