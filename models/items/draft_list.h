// SPDX-License-Identifier: GPL-3.0-or-later
// The drafts of a workspace: what lies on the shelf, what can be begun, and opening one.
#pragma once

#include <QAbstractListModel>

#include <memory>
#include <string>

namespace mandate {

class DraftModel;
class Workspace;
struct Trouble;

class DraftList : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { KeyRole = Qt::UserRole + 1 };

    explicit DraftList(std::shared_ptr<Workspace> workspace, QObject *parent = nullptr);
    ~DraftList() override;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

    struct Template
    {
        QString file; ///< resource path
        QString title;
        QString purpose;
    };
    [[nodiscard]] static std::vector<Template> templates();

    /// Each makes a draft, saves it and gives its key; empty when that failed, which troubled() says.
    QString beginEmpty(const QString &id, const QString &title);
    QString beginFromTemplate(const QString &file);
    QString beginFromFile(const QString &path);
    /// A pact document as text, such as one that was mined.
    QString beginFromText(const std::string &text);
    /// The next version of "id@version", with a number that is free, after it or after what was last in force.
    QString beginFromVersion(const QString &pact);
    /// A draft with the content of "id@version", an older one, after the version that was last in force.
    QString beginRestored(const QString &pact);

    /// nullptr when it cannot be read, which troubled() says.
    [[nodiscard]] std::unique_ptr<DraftModel> open(const QString &key);
    bool discard(const QString &key);
    [[nodiscard]] bool canRestore() const; ///< a draft was discarded in this session
    /// Puts the draft that was discarded last back, and gives its key.
    QString restore();

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void troubled(const mandate::Trouble &trouble);

private:
    QString continued(const QString &pact, bool restore);
    struct Private;
    std::unique_ptr<Private> m;
};

} // namespace mandate
