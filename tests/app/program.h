#pragma once

#include <QByteArray>
#include <QMap>
#include <QProcess>
#include <QString>
#include <QStringList>

#include "engine/tensor/named_array.h"

namespace attenscope {

/// What a finished program left.
struct Outcome {
    int exitCode = -1; ///< -1 if it crashed or did not end
    QByteArray output; ///< stdout
    QByteArray errors; ///< stderr
};

/// Runs the built program as a process, with no display around it.
/// input        becomes its stdin
/// environment  set in addition
Outcome runAttenscope(const QStringList& arguments,
                      const QByteArray& input = {},
                      const QMap<QString, QString>& environment = {});

/// The same through a shell: `attenscope` is the program, arguments follow as $1, $2, …
Outcome runInShell(const QString& script, const QStringList& arguments = {});

/// A picture of the bundled samples.
QString samplePath(const QString& name);

/// The words that run a caption on one of the bundled pictures.
QStringList sampleArguments(const QString& command);

/// Every array of an NPZ file, by name. Throws Error.
QMap<QString, NamedArray> arraysOf(const QString& npz);

} // namespace attenscope
