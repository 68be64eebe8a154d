#pragma once

#include "ui/widgets/overlay_panel.h"

class QPushButton;
class QScrollArea;

namespace attenscope {

class Actions;

/// Every command that has a key, by groups, and what the mouse does.
class KeySheet : public OverlayPanel {
    Q_OBJECT

public:
    KeySheet(Actions& actions, QWidget& window);

    void open() override;

Q_SIGNALS:
    void changeRequested(); ///< of the keys

protected:
    QSize wantedSize() const override;

    QWidget* firstFocus() override;

private:
    QWidget* makeSheet() const;

    Actions& actions_;
    QScrollArea* area_;
    QPushButton* change_;
};

} // namespace attenscope
