// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/items/draft_list.h"

#include "models/drafts/draft_shelf.h"
#include "models/drafts/starting_points.h"
#include "models/items/draft_model.h"
#include "models/items/text_safety.h"
#include "models/items/trouble.h"
#include "models/items/words.h"
#include "models/workspace/pact_succession.h"
#include "models/workspace/workspace.h"

#include <QDir>
#include <QFile>

/// Outside every namespace, as the macro wants it.
static void initTemplates()
{
    Q_INIT_RESOURCE(templates);
}

namespace mandate {

struct DraftList::Private
{
    struct Entry
    {
        std::string key;
        QString title;
        QString saved;
    };
    std::shared_ptr<Workspace> workspace;
    DraftShelf shelf;
    std::vector<Entry> entries;
    std::vector<std::string> discarded; ///< texts, the last one last
};

DraftList::DraftList(std::shared_ptr<Workspace> workspace, QObject *parent) : QAbstractListModel(parent)
{
    DraftShelf shelf(workspace->path());
    m = std::make_unique<Private>(Private{std::move(workspace), std::move(shelf), {}, {}});
    refresh();
}

DraftList::~DraftList() = default;

int DraftList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m->entries.size());
}

QVariant DraftList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Private::Entry &entry = m->entries[static_cast<std::size_t>(index.row())];
    switch (role) {
    //: %1 title and version of a draft, %2 date and time
    case Qt::DisplayRole: return tr("%1\nDraft, saved %2").arg(entry.title, entry.saved);
    case Qt::AccessibleTextRole: return tr("Draft %1, saved %2").arg(entry.title, entry.saved);
    case KeyRole: return QString::fromStdString(entry.key);
    default: return {};
    }
}

void DraftList::refresh()
{
    beginResetModel();
    m->entries.clear();
    for (const DraftShelf::Entry &entry : m->shelf.entries()) {
        const auto text = m->shelf.load(entry.key);
        const auto document = text ? PactDraft::parse(*text) : Result<PactDraft::Json>(Error());
        QString title = tr("Draft that is no JSON yet");
        if (document) {
            title = visibleLine(document->value("title", std::string()), 120) + QLatin1Char(' ') + visibleLine(document->value("version", std::string()), 40);
            if (title.trimmed().isEmpty())
                title = tr("Draft without a title");
        }
        m->entries.push_back({entry.key, title.trimmed(), words::time(entry.saved)});
    }
    endResetModel();
}

std::vector<DraftList::Template> DraftList::templates()
{
    initTemplates();
    std::vector<Template> templates;
    for (const QString &folder : {QStringLiteral(":/pacts"), QStringLiteral(":/pacts/templates")}) {
        for (const QFileInfo &info : QDir(folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files, QDir::Name)) {
            QFile file(info.filePath());
            if (!file.open(QIODevice::ReadOnly))
                continue;
            const auto document = PactDraft::parse(file.readAll().toStdString());
            if (document)
                templates.push_back({info.filePath(), QString::fromStdString(document->value("title", std::string())),
                                     QString::fromStdString(document->value("purpose", std::string()))});
        }
    }
    return templates;
}

QString DraftList::beginEmpty(const QString &id, const QString &title)
{
    return beginFromText(PactDraft(emptyPact(id.toStdString(), title.toStdString())).source());
}

QString DraftList::beginFromTemplate(const QString &path)
{
    return beginFromFile(path);
}

QString DraftList::beginFromFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        Q_EMIT troubled({tr("The file \"%1\" cannot be read: %2.").arg(visibleLine(path.toStdString(), 200), file.errorString()), tr("No draft was begun."),
                         tr("Check the path and its permissions."), QStringLiteral("MND-DRF-005")});
        return {};
    }
    const std::string text = file.readAll().toStdString();
    const auto document = PactDraft::parse(text);
    if (!document) {
        Q_EMIT troubled(troubleOf(document.error()));
        return {};
    }
    return beginFromText(PactDraft(*document).source());
}

QString DraftList::beginFromVersion(const QString &pact)
{
    return continued(pact, false);
}

QString DraftList::beginRestored(const QString &pact)
{
    return continued(pact, true);
}

QString DraftList::continued(const QString &pact, bool restore)
{
    const auto version = m->workspace->pact(pact.toStdString());
    if (!version) {
        Q_EMIT troubled(troubleOf(version.error()));
        return {};
    }
    const std::vector<PactVersion> all = m->workspace->pacts();
    const auto next = draftAfter(version->source, restore ? parentOfRestored(*version, all) : parentOfNext(*version, all), takenVersions(version->document.id, all));
    if (!next) {
        Q_EMIT troubled(troubleOf(next.error()));
        return {};
    }
    return beginFromText(PactDraft(*next).source());
}

QString DraftList::beginFromText(const std::string &text)
{
    const std::string key = m->shelf.freshKey();
    if (const auto saved = m->shelf.save(key, text); !saved) {
        Q_EMIT troubled(troubleOf(saved.error()));
        return {};
    }
    refresh();
    return QString::fromStdString(key);
}

std::unique_ptr<DraftModel> DraftList::open(const QString &key)
{
    const auto text = m->shelf.load(key.toStdString());
    if (!text) {
        Q_EMIT troubled(troubleOf(text.error()));
        return nullptr;
    }
    return std::make_unique<DraftModel>(m->workspace, key, *text);
}

bool DraftList::canRestore() const
{
    return !m->discarded.empty();
}

QString DraftList::restore()
{
    if (m->discarded.empty())
        return {};
    const QString key = beginFromText(m->discarded.back());
    if (!key.isEmpty())
        m->discarded.pop_back();
    return key;
}

bool DraftList::discard(const QString &key)
{
    auto text = m->shelf.load(key.toStdString());
    const auto discarded = m->shelf.discard(key.toStdString());
    if (!discarded)
        Q_EMIT troubled(troubleOf(discarded.error()));
    else if (text)
        m->discarded.push_back(std::move(*text));
    refresh();
    return discarded.ok();
}

} // namespace mandate
