#pragma once

#include <QFrame>

#include "engine/base/error.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace attenscope {

/// What went wrong, above the columns: pushes, never covers; nothing is lost by it.
class ErrorBar : public QFrame {
    Q_OBJECT

public:
    explicit ErrorBar(QWidget* parent = nullptr);

    /// hasResult  whether an older result is still on screen
    void showError(const ErrorInfo& error, bool hasResult, bool canRetry);
    void dismiss();

    /// Everything that is known, as Copy puts it on the clipboard.
    QString details() const { return details_; }

Q_SIGNALS:
    void retryRequested();
    void tokenizerRequested(); ///< the user wants to choose another folder's tokenizer
    void regionsRequested();   ///< the user wants to open a file of regions

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildButtons();
    void updateColours();

    QLabel* title_;
    QLabel* facts_;
    QPushButton* detailsButton_;
    QPushButton* copyButton_;
    QPushButton* retryButton_;
    QPushButton* regionsButton_;
    QPushButton* tokenizerButton_;
    QToolButton* closeButton_;
    QPlainTextEdit* detailsText_;
    QString details_;
};

/// A sentence for people about what failed, by the error's id.
QString errorTitle(const ErrorInfo& error);

} // namespace attenscope
