// SPDX-License-Identifier: GPL-3.0-or-later
// List | detail | inspector, the layout of the console's pages. In a window below 1100 px the inspector becomes a tab beside the detail.
// Remembers its widths per page.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

class QSplitter;
class QTabWidget;

namespace mandate {

class ThreePane : public QWidget
{
    Q_OBJECT

public:
    /// `key` names the page in the settings.
    explicit ThreePane(const QString &key, QWidget *parent = nullptr);
    ~ThreePane() override;

    /// Names are translated; they are the accessible names of the panes and the words of the tabs.
    void setList(QWidget *list, const QString &name);
    void setDetail(QWidget *detail, const QString &name);
    /// A page without an inspector has two panes.
    void setInspector(QWidget *inspector, const QString &name);
    /// Shares of the width, such as 34, 42, 24; used until the person changed them.
    void setShares(const QList<int> &shares);

    /// Panes in visual order, for F6.
    [[nodiscard]] QList<QWidget *> panes() const;
    [[nodiscard]] bool isNarrow() const { return m_narrow; }
    /// Brings the inspector forward when it is a tab.
    void showInspector();
    /// Forgets the widths the person chose.
    void resetLayout();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void arrange();
    void applyShares();
    void restore();
    void save() const;
    [[nodiscard]] QString settingsKey() const;

    QString m_key;
    QSplitter *m_splitter;
    QTabWidget *m_middle;
    QWidget *m_list = nullptr;
    QWidget *m_detail = nullptr;
    QWidget *m_inspector = nullptr;
    QString m_inspectorName;
    QList<int> m_shares{34, 42, 24};
    bool m_narrow = false;
    bool m_arranged = false;
    bool m_chosen = false; ///< the person moved a handle, now or in an earlier session
};

} // namespace mandate
