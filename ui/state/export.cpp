#include "ui/state/export.h"

#include <QByteArray>

#include "engine/io/file_writer.h"
#include "engine/io/run_files.h"

#include <string>
#include <string_view>

namespace attenscope {

namespace {

const FigureFormat& formatOf(const std::filesystem::path& file, FigureKind kind)
{
    const std::string suffix = file.extension().string();
    const FigureFormat* format =
        suffix.empty() ? &defaultFormat(kind) : findFigureFormat(suffix.substr(1));
    if (!format) {
        std::string known;
        for (const FigureFormat& row : figureFormats()) {
            known += (known.empty() ? "." : ", .") + std::string(row.id);
        }
        throw Error({.id = "E_USAGE_FORMAT",
                     .file = file.string(),
                     .place = "suffix",
                     .expected = known,
                     .found = suffix,
                     .remedy = "Choose one of these formats."});
    }
    return *format;
}

} // namespace

void writeFigure(const FigureRequest& figure,
                 const std::filesystem::path& file,
                 const Progress& progress)
{
    const FigureFormat& format = formatOf(file, figure.style.kind);
    requireFits(format, figure.style.kind);
    const QByteArray bytes = format.render(figure, progress);
    progress.step(1, 1, "writing the figure"); // a stop that came meanwhile leaves no file
    const std::string_view view(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    writeFile(file, view, Overwrite::Yes); // the dialog has asked
}

void writeNumbers(const RunResult& result,
                  const std::filesystem::path& folder,
                  const Progress& progress)
{
    const Picture& picture = *result.request.picture;
    SampleFacts facts;
    facts.imagePath = picture.file.string();
    facts.imageWidth = picture.image.width;
    facts.imageHeight = picture.image.height;
    writeRun(folder, *result.trace, facts, RunWriteOptions{}, progress);
}

} // namespace attenscope
