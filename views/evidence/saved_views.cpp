// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evidence/saved_views.h"

#include <QCollator>
#include <QSettings>

#include <algorithm>

namespace mandate::saved_views {

namespace {

QString listKey()
{
    return QStringLiteral("evidence/views");
}

QList<SavedView> all()
{
    QList<SavedView> views;
    QSettings settings;
    const int count = settings.beginReadArray(listKey());
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        SavedView view;
        view.name = settings.value(QStringLiteral("name")).toString();
        view.filter = settings.value(QStringLiteral("filter")).toString();
        view.order = settings.value(QStringLiteral("order")).toString();
        view.columns = settings.value(QStringLiteral("columns")).toByteArray();
        view.compact = settings.value(QStringLiteral("compact")).toBool();
        if (!view.name.isEmpty())
            views.append(view);
    }
    settings.endArray();
    return views;
}

void keep(const QList<SavedView> &views)
{
    QSettings settings;
    settings.remove(listKey());
    settings.beginWriteArray(listKey(), static_cast<int>(views.size()));
    for (int i = 0; i < views.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("name"), views[i].name);
        settings.setValue(QStringLiteral("filter"), views[i].filter);
        settings.setValue(QStringLiteral("order"), views[i].order);
        settings.setValue(QStringLiteral("columns"), views[i].columns);
        settings.setValue(QStringLiteral("compact"), views[i].compact);
    }
    settings.endArray();
}

} // namespace

QStringList names()
{
    QStringList names;
    for (const SavedView &view : all())
        names.append(view.name);
    QCollator collator;
    collator.setNumericMode(true);
    std::sort(names.begin(), names.end(), collator);
    return names;
}

std::optional<SavedView> find(const QString &name)
{
    const QList<SavedView> views = all();
    const auto found = std::find_if(views.begin(), views.end(), [&](const SavedView &view) { return view.name == name; });
    return found == views.end() ? std::nullopt : std::optional(*found);
}

void put(const SavedView &view)
{
    QList<SavedView> views = all();
    views.removeIf([&](const SavedView &other) { return other.name == view.name; });
    views.append(view);
    keep(views);
}

void remove(const QString &name)
{
    QList<SavedView> views = all();
    views.removeIf([&](const SavedView &view) { return view.name == name; });
    keep(views);
}

bool rename(const QString &from, const QString &to)
{
    auto view = find(from);
    if (!view || to.trimmed().isEmpty() || find(to))
        return false;
    remove(from);
    view->name = to;
    put(*view);
    return true;
}

} // namespace mandate::saved_views
