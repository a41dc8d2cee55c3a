// SPDX-License-Identifier: GPL-3.0-or-later
// The button that names the view that is shown, says whether it was changed since, and offers the others; with the small windows that name one. What a
// view holds is the page's to say.
#pragma once

#include "views/evidence/saved_views.h"

#include <QPushButton>

#include <functional>

class QMenu;

namespace mandate {

class ViewPicker : public QPushButton
{
    Q_OBJECT

public:
    explicit ViewPicker(QWidget *parent = nullptr);

    /// Name of the view that is shown; empty: all evidence, no view.
    void setCurrent(const QString &name);
    [[nodiscard]] const QString &current() const { return m_current; }
    void setEdited(bool edited);
    [[nodiscard]] bool isEdited() const { return m_edited; }

    /// Ctrl+S: asks for a name and tells saveWanted().
    void save();

Q_SIGNALS:
    void chosen(const QString &name);
    /// Everything, without a view.
    void allWanted();
    void saveWanted(const QString &name);

private:
    void showText();
    void fill();
    void rename();
    void remove();
    /// A name that `fault` finds no fault with; empty when the person kept things as they are.
    [[nodiscard]] QString askName(const QString &title, const QString &action, const QString &before, const std::function<QString(const QString &)> &remark, bool mayReplace);

    QMenu *m_menu;
    QString m_current;
    bool m_edited = false;
    std::optional<SavedView> m_removed; ///< can be brought back until the program ends
};

} // namespace mandate
