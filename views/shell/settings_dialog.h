// SPDX-License-Identifier: GPL-3.0-or-later
// The settings: categories on the left, one form each, and a search over what the forms say. Each form changes things at once; nothing that
// keeps people safe lives here alone.
#pragma once

#include <QDialog>
#include <QStringList>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace mandate {

class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(QWidget *parent = nullptr);

    /// Takes the form over. `key` is the category's stable name.
    void addCategory(const QString &key, const QString &title, QWidget *form);
    /// Opens at a category; an unknown one is the first.
    void open(const QString &key);
    [[nodiscard]] QListWidget *categories() const { return m_categories; }
    [[nodiscard]] QLineEdit *filter() const { return m_filter; }
    [[nodiscard]] QWidget *form(const QString &key) const;

private:
    void find(const QString &words);

    QLineEdit *m_filter;
    QListWidget *m_categories;
    QStackedWidget *m_forms;
    QLabel *m_nothing;
    QPushButton *m_close;
    QStringList m_keys;
};

} // namespace mandate
