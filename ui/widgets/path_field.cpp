#include "ui/widgets/path_field.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPushButton>

#include "ui/widgets/appearance.h"

namespace attenscope {

namespace {

QString droppedFile(const QMimeData& mime)
{
    return mime.hasUrls() && mime.urls().first().isLocalFile() ? mime.urls().first().toLocalFile()
                                                               : QString();
}

} // namespace

void PathEdit::dragEnterEvent(QDragEnterEvent* event)
{
    if (droppedFile(*event->mimeData()).isEmpty()) {
        QLineEdit::dragEnterEvent(event);
    } else {
        event->acceptProposedAction();
    }
}

void PathEdit::dropEvent(QDropEvent* event)
{
    const QString file = droppedFile(*event->mimeData());
    if (file.isEmpty()) {
        QLineEdit::dropEvent(event);
        return;
    }
    setText(file);
    event->acceptProposedAction();
    Q_EMIT fileDropped();
}

PathField::PathField(const QString& name,
                     const QString& toolTip,
                     const QString& filter,
                     QWidget* parent)
    : QWidget(parent),
      title_(name),
      filter_(filter),
      edit_(new PathEdit(this)),
      button_(new QPushButton(tr("Choose…"), this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusProxy(edit_);
    setRole(*edit_, "field");
    edit_->setFont(valueFont());
    edit_->setFixedHeight(28);
    describeControl(*edit_, name, toolTip);
    button_->setFont(valueFont());
    button_->setFixedHeight(28);
    describeControl(*button_, tr("Choose: %1").arg(name), tr("Choose the file"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(edit_, 1);
    row->addWidget(button_);
    connect(edit_, &QLineEdit::editingFinished, this, [this] {
        if (edit_->isModified()) {
            edit_->setModified(false);
            Q_EMIT changed();
        }
    });
    connect(edit_, &QLineEdit::returnPressed, this, &PathField::accepted);
    connect(edit_, &PathEdit::fileDropped, this, &PathField::changed);
    connect(button_, &QPushButton::clicked, this, &PathField::choose);
}

void PathField::setPath(const std::string& path)
{
    const QString text = QString::fromStdString(path);
    const bool isTyping = edit_->hasFocus() && edit_->isModified();
    if (!isTyping && edit_->text() != text) {
        edit_->setText(text);
    }
    edit_->setToolTip(text.isEmpty() ? edit_->toolTip() : text);
}

void PathField::choose()
{
    auto* dialog = new QFileDialog(window(), title_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({filter_, tr("All files (*)")});
    if (!edit_->text().isEmpty()) {
        dialog->setDirectory(QFileInfo(edit_->text()).absolutePath());
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        edit_->setText(file);
        Q_EMIT changed();
    });
    dialog->open();
}

} // namespace attenscope
