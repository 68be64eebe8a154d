#pragma once

#include <QImage>

#include "ui/widgets/section.h"

namespace attenscope {

/// The picture as it was opened.
class SamplePanel : public Section {
    Q_OBJECT

public:
    explicit SamplePanel(QWidget* parent = nullptr);

    /// picture  the one that is shown already is not scaled again
    /// grid     "12 × 12 patches"
    void setSample(const QImage& picture, const QString& name, const QString& grid);

    /// A module's features, which came without a picture.
    void setPlain(const QString& grid);

private:
    QLabel* name_;
    QLabel* thumbnail_;
    qint64 shown_ = 0; ///< the thumbnail's picture, by its cacheKey
    FactsTable* facts_;
};

} // namespace attenscope
