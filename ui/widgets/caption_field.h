#pragma once

#include <QFrame>

class QLineEdit;
class QPushButton;
class QTimer;

namespace attenscope {

/// The caption with its Run button. Enter runs.
class CaptionField : public QFrame {
    Q_OBJECT

public:
    explicit CaptionField(QWidget* parent = nullptr);

    QString caption() const;
    /// Shows a caption unless the user is typing another one.
    void setCaption(const QString& caption);

    /// The words are names for a module's rows and no sentence.
    void setAsksForNames(bool asksForNames);
    void focusField();

    /// Whether a press of a key goes into the text.
    bool isTyping(const QEvent& press) const;

Q_SIGNALS:
    void captionEntered(QString caption);
    void captionTyped(QString caption); ///< after a pause, never while an input method composes

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void enter();
    void updateButton();

    QLineEdit* edit_;
    QPushButton* run_;
    QTimer* pause_;
    bool isComposing_ = false; ///< an input method
    QString shown_;            ///< the caption that was last run
};

} // namespace attenscope
