#!/bin/sh
# Creates the topics that are missing, each with its dead-letter topic; changes none that exist. Partitions are the unit of scale-out and must be the same
# for topics that one consumer reads together (events, profile commands and replays; profiles and segment ticks).
set -eu
partitions="${PARTITIONS:-12}"
replicas="${REPLICAS:-3}"

create() {
  topic="$1"
  shift
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$KAFKA_BOOTSTRAP_SERVERS" --create --if-not-exists \
    --topic "$topic" --partitions "$partitions" --replication-factor "$replicas" "$@"
}

while read -r topic policy; do
  case "$topic" in
    '' | '#'*) ;;
    *)
      create "$topic" --config cleanup.policy="$policy"
      create "$topic.dlq"
      ;;
  esac
done < /topics/topics.txt
