// SPDX-License-Identifier: GPL-3.0-or-later
// One record three ways: in plain words, as fields, as raw bytes. Fields and bytes mark each other.
#pragma once

#include "models/items/record_detail.h"

#include <QUrl>
#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabWidget;

namespace mandate {

class EmptyState;
class FieldsView;
class PlainText;
class PlainWords;
class RawView;
class RemarksView;
class StateChip;

class RecordInspector : public QWidget
{
    Q_OBJECT

public:
    enum Tab { PlainTab, FieldsTab, RawTab, RemarksTab };

    explicit RecordInspector(QWidget *parent = nullptr);

    void show(const RecordDetail &detail);
    void showNothing(const QString &title, const QString &why);
    void setTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    [[nodiscard]] FieldsView *fields() const { return m_fields; }
    [[nodiscard]] RawView *raw() const { return m_raw; }
    [[nodiscard]] RemarksView *remarks() const { return m_remarks; }
    [[nodiscard]] PlainWords *words() const { return m_words; }
    /// Puts the focus on what the tab in front shows.
    void focusContent();

    /// Says at the tab how many stars, tags and notes the record carries.
    void setRemarkCount(int count);

Q_SIGNALS:
    void tabChanged();
    void linkActivated(const QUrl &link);
    void filterWanted(const QString &condition, bool out);

private:
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QWidget *m_full;
    PlainText *m_title;
    StateChip *m_verdict;
    QLabel *m_number;
    QTabWidget *m_tabs;
    PlainWords *m_words;
    FieldsView *m_fields;
    RawView *m_raw;
    RemarksView *m_remarks;
};

} // namespace mandate
