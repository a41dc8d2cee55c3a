// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway on this machine, on the Sources page: on or off, what it does, and the tokens of agents.
#pragma once

#include <QFrame>
#include <QPointer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace mandate {

class GatewayControl;
class PlainText;
class Session;

class GatewayPane : public QFrame
{
    Q_OBJECT

public:
    explicit GatewayPane(QWidget *parent = nullptr);

    void setSession(Session *session);
    /// On which address and port to listen; tests take one that is free.
    void setListen(const QString &listen) { m_listen = listen; }
    [[nodiscard]] QPushButton *toggle() const { return m_toggle; }
    [[nodiscard]] QPushButton *tokensButton() const { return m_more; }
    [[nodiscard]] QComboBox *agent() const { return m_agent; }
    [[nodiscard]] QPushButton *create() const { return m_create; }
    [[nodiscard]] QLineEdit *secret() const { return m_secret; }
    [[nodiscard]] QTableWidget *tokens() const { return m_tokens; }
    [[nodiscard]] QPushButton *revoke() const { return m_revoke; }
    [[nodiscard]] QString words() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    void fillTokens();
    void createToken();
    void revokeToken();
    void retranslate();

    QPointer<GatewayControl> m_control;
    QString m_listen = QStringLiteral("127.0.0.1:4318");
    PlainText *m_words;
    QPushButton *m_toggle;
    QPushButton *m_more;
    QWidget *m_tokensPart;
    QTableWidget *m_tokens;
    QComboBox *m_agent;
    QPushButton *m_create;
    QPushButton *m_revoke;
    QLabel *m_once;
    QLineEdit *m_secret;
};

} // namespace mandate
