#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Asks a gateway with curl: ask.sh TOOL ARGUMENTS-AS-JSON. Exits with 0 when it is permitted.
# The token is given to curl in a file, so that no process list shows it.
set -eu
: "${MANDATE_GATEWAY:=http://127.0.0.1:4318}" "${MANDATE_AGENT:?which agent asks}" "${MANDATE_TOKEN_FILE:?where its token is}"
answer=$(printf 'header = "Authorization: Bearer %s"\n' "$(head -n 1 "$MANDATE_TOKEN_FILE")" |
    curl --silent --show-error --max-time 10 --config - --header 'Content-Type: application/json' \
        --data "{\"subject\":{\"type\":\"agent\",\"id\":\"$MANDATE_AGENT\"},\"action\":{\"name\":\"$1\",\"properties\":{\"arguments\":$2}},\"resource\":{\"type\":\"tool\",\"id\":\"$1\"}}" \
        "$MANDATE_GATEWAY/access/v1/evaluation")
printf '%s\n' "$answer"
case $answer in
    '{"decision":true,'*) exit 0 ;;
    *) exit 1 ;;
esac
