#pragma once

#include <QByteArray>

#include <optional>

namespace attenscope {

/// The recipe that a figure's file carries (figureRecipe), as JSON: of a PNG its iTXt chunk, of an
/// SVG its <metadata>, of a PDF, WebP or GIF its XMP packet. Nothing of the file is rendered and no
/// entity of it resolved. Nothing where the file is none of these, carries no recipe, or one beyond
/// kMostRecipeBytes.
std::optional<QByteArray> recipeInFile(const QByteArray& bytes);

/// The picture that a figure's file carries beside its recipe, as the bytes of an image's file,
/// which were not looked at. Nothing where there is none.
std::optional<QByteArray> pictureInFile(const QByteArray& bytes);

inline constexpr qsizetype kMostRecipeBytes = 1 << 20;

} // namespace attenscope
