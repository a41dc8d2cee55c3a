// SPDX-License-Identifier: GPL-3.0-or-later
// One record three ways: in plain words, as fields, as raw bytes. Fields and bytes mark each other. Beside it what people remarked on it, and its custody, which is read when
// somebody looks.
#pragma once

#include "models/items/record_detail.h"

#include <QUrl>
#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace mandate {

class CustodyTab;
class EmptyState;
class FieldsView;
class PlainText;
class PlainWords;
class RawView;
class RemarksView;
class Session;
class StateChip;

class RecordInspector : public QWidget
{
    Q_OBJECT

public:
    enum Tab { PlainTab, FieldsTab, RawTab, RemarksTab, CustodyTabIndex };

    explicit RecordInspector(QWidget *parent = nullptr);

    /// Whose custody is told; nullptr or a bundle: of nobody's, a part of a ledger cannot tell it.
    void setSession(Session *session);
    void show(const RecordDetail &detail);
    void showNothing(const QString &title, const QString &why);
    void setTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    [[nodiscard]] FieldsView *fields() const { return m_fields; }
    [[nodiscard]] RawView *raw() const { return m_raw; }
    [[nodiscard]] RemarksView *remarks() const { return m_remarks; }
    [[nodiscard]] CustodyTab *custody() const { return m_custody; }
    [[nodiscard]] PlainWords *words() const { return m_words; }
    /// Puts the focus on what the tab in front shows.
    void focusContent();

    /// Whether personal text is masked, since when and by whom; and why who is signed in may not be shown it: empty: may.
    void setMaskingWords(const QString &words, const QString &revealRefusal);
    /// The strip that says what is masked; hidden where masking is off.
    [[nodiscard]] QWidget *maskStrip() const { return m_mask; }
    [[nodiscard]] QPushButton *revealButton() const { return m_reveal; }
    [[nodiscard]] QMenu *revealMenu() const { return m_revealMenu; }

    /// Says at the tab how many stars, tags and notes the record carries.
    void setRemarkCount(int count);

Q_SIGNALS:
    void tabChanged();
    void linkActivated(const QUrl &link);
    void filterWanted(const QString &condition, bool out);
    /// Somebody wants to be shown a masked value, and gives a reason.
    void revealWanted(const mandate::MaskedField &field);

private:
    void showMasked(const RecordDetail &detail);
    void allowReveal();

    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_full;
    PlainText *m_title;
    StateChip *m_verdict;
    QLabel *m_number;
    QWidget *m_mask;
    StateChip *m_maskState;
    PlainText *m_maskSaid;
    QPushButton *m_reveal;
    QMenu *m_revealMenu;
    QString m_revealRefusal;
    qsizetype m_maskedHere = 0;
    QTabWidget *m_tabs;
    PlainWords *m_words;
    FieldsView *m_fields;
    RawView *m_raw;
    RemarksView *m_remarks;
    CustodyTab *m_custody;
};

} // namespace mandate
