#pragma once

#include <QLineEdit>
#include <QWidget>

class QPushButton;

namespace attenscope {

/// A line for a file's path that takes a dropped file.
class PathEdit : public QLineEdit {
    Q_OBJECT

public:
    using QLineEdit::QLineEdit;

Q_SIGNALS:
    void fileDropped();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
};

/// A file: typed, chosen in a dialog, or dropped.
class PathField : public QWidget {
    Q_OBJECT

public:
    /// name, toolTip  for screen readers and the pointer;  filter  of the dialog's first list
    PathField(const QString& name,
              const QString& toolTip,
              const QString& filter,
              QWidget* parent = nullptr);

    PathEdit* edit() { return edit_; }

    /// Without blanks around it; empty: none.
    std::string path() const { return edit_->text().trimmed().toStdString(); }

    /// Shows a path without telling.
    void setPath(const std::string& path);

Q_SIGNALS:
    void changed();  ///< by the user, when the answer is finished
    void accepted(); ///< Enter

private:
    void choose();

    QString title_;
    QString filter_;
    PathEdit* edit_;
    QPushButton* button_;
};

} // namespace attenscope
