#pragma once

#include <QByteArray>

#include "ui/figure/figure.h"

namespace attenscope {

inline constexpr const char* kMetadataNamespace = "https://attenscope.org/ns/1.0/";

/// What a figure's file carries beside its pixels.
struct FigureMetadata {
    QByteArray recipe;  ///< figureRecipe's; empty where the style wants none
    QByteArray picture; ///< a PNG of the picture's pixels; empty unless the style embeds it
};

/// request  with what it leaves open filled in: FigurePage::request
/// texts    what stands on the page
FigureMetadata figureMetadata(const FigureRequest& request, const QString& texts);
FigureMetadata figureMetadata(const FigurePage& page);

/// An XMP packet with title, description, recipe and picture, for PDF, WebP and GIF.
/// https://developer.adobe.com/xmp/docs
QByteArray
figureXmp(const QString& title, const QString& description, const FigureMetadata& metadata);

} // namespace attenscope
