#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>

#include "engine/analysis/selection.h"

namespace attenscope {

/// The selection that a row of tests/data/analysis/maps.json or matrices.json is of.
inline Selection goldenSelection(const QJsonObject& golden)
{
    Selection selection;
    selection.direction = directionFromId(golden["direction"].toString().toStdString()).value();
    selection.kind = golden["kind"].toString().toStdString();
    selection.firstLayer = golden["first_layer"].toInt();
    selection.lastLayer = golden["last_layer"].toInt();
    if (!golden["head"].isNull()) {
        selection.head = golden["head"].toInt();
    }
    selection.aggregation = golden["aggregation"].toString().toStdString();
    selection.special = specialTokensFromId(golden["special"].toString().toStdString()).value();
    selection.jointRows = jointRowsFromId(golden["rows"].toString().toStdString()).value();
    selection.showsPieces = golden["pieces"].toBool();  // maps have none
    const QJsonArray focus = golden["focus"].toArray(); // matrices have none
    for (const QJsonValue& query : focus) {
        selection.focus.push_back(query.toInt());
    }
    return selection;
}

} // namespace attenscope
