#include "ui/state/sample_list.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include "engine/base/error.h"

namespace attenscope {

std::vector<SampleEntry> readSamples(const std::filesystem::path& folder)
{
    const std::filesystem::path listFile = folder / "samples.json";
    QFile file(QString::fromStdString(listFile.string()));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const auto refuse = [&](const std::string& place, const std::string& expected) {
        throw Error({.id = "E_CONFIG_FIELD",
                     .file = listFile.string(),
                     .place = place,
                     .expected = expected,
                     .found = "something else",
                     .remedy = "Install the program again."});
    };
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (!document.isArray()) {
        refuse("/", "a list of samples");
    }
    std::vector<SampleEntry> samples;
    for (const QJsonValue& value : document.array()) {
        const QJsonObject object = value.toObject();
        if (!object.value(u"file").isString() || !object.value(u"caption").isString()) {
            refuse("/" + std::to_string(samples.size()), "an object with file and caption");
        }
        SampleEntry sample;
        sample.file = folder / object.value(u"file").toString().toStdString();
        sample.caption = object.value(u"caption").toString().toStdString();
        if (object.value(u"regions").isString()) {
            sample.regions = folder / object.value(u"regions").toString().toStdString();
        }
        sample.title = object.value(u"title").toString().toStdString();
        if (sample.title.empty()) {
            sample.title = sample.caption;
        }
        samples.push_back(std::move(sample));
    }
    return samples;
}

} // namespace attenscope
