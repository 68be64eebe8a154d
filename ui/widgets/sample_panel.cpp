#include "ui/widgets/sample_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPixmap>
#include <QVBoxLayout>

#include "ui/widgets/appearance.h"

namespace attenscope {

namespace {

constexpr int kThumbnailWidth = 208;
constexpr int kThumbnailHeight = 168;

} // namespace

SamplePanel::SamplePanel(QWidget* parent)
    : Section(tr("Sample"), parent),
      name_(makeLabel(labelFont(), "label", this)),
      thumbnail_(new QLabel(this)),
      facts_(new FactsTable(1, this))
{
    titleRow()->addWidget(name_);
    thumbnail_->setAlignment(Qt::AlignCenter);
    thumbnail_->setAccessibleName(tr("The image without a map"));
    body()->addWidget(thumbnail_);
    body()->addWidget(facts_);
}

void SamplePanel::setSample(const QImage& picture, const QString& name, const QString& grid)
{
    const double dpr = devicePixelRatioF();
    if (picture.cacheKey() != shown_ || thumbnail_->pixmap().devicePixelRatioF() != dpr) {
        const QSize room = QSize(kThumbnailWidth, kThumbnailHeight) * dpr;
        QPixmap pixmap =
            QPixmap::fromImage(picture.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation));
        pixmap.setDevicePixelRatio(dpr);
        thumbnail_->setPixmap(pixmap);
        shown_ = picture.cacheKey();
    }
    thumbnail_->show();
    name_->setText(name_->fontMetrics().elidedText(name, Qt::ElideMiddle, 130));
    name_->setToolTip(name);
    facts_->setFacts({{tr("Image"), tr("%1 × %2 px").arg(picture.width()).arg(picture.height())},
                      {tr("Units"), grid}});
}

void SamplePanel::setPlain(const QString& grid)
{
    thumbnail_->hide();
    name_->clear();
    name_->setToolTip({});
    facts_->setFacts({{tr("Image"), tr("none: plain cells")}, {tr("Units"), grid}});
}

} // namespace attenscope
